"""Two versions of what was tagged: stores, revisions of stores in git, and exports; what differs, and both in one."""
