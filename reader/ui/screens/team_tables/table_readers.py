"""Who reads which of the tables."""

from __future__ import annotations

from reader.ui.screens.team_tables.agreement_tables import agreement_tables
from reader.ui.screens.team_tables.check_tables import fate_table, finding_table
from reader.ui.screens.team_tables.disagreement_table import disagreement_table
from reader.ui.screens.team_tables.team_table import (
    AGREEMENT,
    CONFUSION,
    CONTESTED,
    DISAGREEMENTS,
    FATES,
    FINDINGS,
    RULES,
    ReadTables,
)

READERS: dict[str, ReadTables] = {
    AGREEMENT: agreement_tables,
    DISAGREEMENTS: disagreement_table,
    FINDINGS: finding_table,
    FATES: fate_table,
    CONFUSION: agreement_tables,
    CONTESTED: agreement_tables,
    RULES: agreement_tables,
}
