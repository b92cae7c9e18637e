"""The drawn pictures of the sample newsroom, one function per scene."""
