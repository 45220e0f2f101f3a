"""Words that are written in several ways and meant alike, for search. Plain Python."""

# Names of the conventions as six languages write them, well and badly.
NAMES = {
    "basel": "basle bâle basilea basiléa базель базельская базельский базельской بازل بازيل",
    "rotterdam": (
        "róterdam rotterdan rotherdam роттердам роттердамская роттердамский роттердамской روتردام روتيردام روترضام"
    ),
    "stockholm": (
        "estocolmo stokholm stockolm stocholm стокгольм стокгольмская стокгольмский стокгольмской"
        " ستوكهولم استكهولم ستكهولم استوكهولم إستكهولم ستوكهلم ستوكهولوم استوكهلم"
    ),
}
GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
# Letters by name, and the digits of Arabic and Persian.
LETTERS = str.maketrans(
    {
        **GREEK,
        **{digit: str(number) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for number, digit in enumerate(digits)},
    }
)
