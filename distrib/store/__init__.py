"""The only SQL in the house: engine, transactions, migrations, and one module of named queries per noun."""
