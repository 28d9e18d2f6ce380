"""Agreement between annotators, in plain Python: the figures, each by itself and all together over documents."""

from reader.analysis.agreement.coefficients import (
    cohen_kappa,
    contingency,
    fleiss_kappa,
    krippendorff_alpha,
    scott_pi,
    unit_labels,
)
from reader.analysis.agreement.link_f1 import edge_f1
from reader.analysis.agreement.span_f1 import exact_f1, overlap_f1
from reader.analysis.agreement.unitizing_alpha import alpha_u, disagreement, label_alpha_u

__all__ = [
    "alpha_u",
    "cohen_kappa",
    "contingency",
    "disagreement",
    "edge_f1",
    "exact_f1",
    "fleiss_kappa",
    "krippendorff_alpha",
    "label_alpha_u",
    "overlap_f1",
    "scott_pi",
    "unit_labels",
]
