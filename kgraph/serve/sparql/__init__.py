"""The SPARQL 1.1 Protocol, for queries: the endpoint, the processes that answer, formats of results, the service description."""
