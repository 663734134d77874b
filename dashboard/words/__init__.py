"""Every word a person reads, a module a page; said once, where it stands."""
