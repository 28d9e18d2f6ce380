"""An article to the people, organisations and places it names: detection, grouping of aliases."""
