"""Glass to glass: how long a change on the customer's screen takes to the advisor's, its cost, and its exactness."""
