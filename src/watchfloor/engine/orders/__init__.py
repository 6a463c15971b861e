"""What the clock orders, apart from rest and expiry: each order is given once, by `tick`."""
