"""The store on a PostgreSQL server. Nothing in here is loaded unless the address of one is used."""
