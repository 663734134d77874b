"""What a mention's tone adds to net sentiment: its three probabilities, as its brand has them.

Counting the most probable tone is biased however good the head (Hopkins & King 2010), and so is
adding up probabilities that were fitted on other people's posts: both lean towards the shares the
head was trained on. So the shares of the brand's own posts are estimated first
(`models.quantify`), and each post's probabilities are those of a post of this brand.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

_TONES = ["negative", "neutral", "positive"]
Floats = npt.NDArray[np.float64]


def with_tones(rows: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """`rows` with `tone` (P - N) and `polar` (P + N), null where not scored.

    rows: the columns of FACTS without these two, and negative, neutral, positive. checked: posts
    drawn at random and judged, with what the software had said, `value` and `inclusion`.
    """
    tones = rows[_TONES].to_numpy(np.float64, na_value=np.nan)
    scored = ~np.isnan(tones[:, 0])
    counts = scored & rows["counted"].to_numpy(bool) & (rows["voice"] != "brand").to_numpy()
    corrected = counts & rows["model"].isna().to_numpy()
    for model in rows.loc[counts, "model"].dropna().unique():
        which = counts & (rows["model"] == model).to_numpy()
        both = which | corrected
        labels = np.where(corrected[both], tones[both].argmax(axis=1), -1)
        found = _of_this_brand(tones[both], labels, str(model), checked[checked["model"] == model])
        tones[which] = found[which[both]]
    tone = np.where(scored, tones[:, 2] - tones[:, 0], np.nan)
    return rows.assign(tone=tone, polar=np.where(scored, 1 - tones[:, 1], np.nan))


def _of_this_brand(
    tones: Floats, labels: npt.NDArray[np.int64], model: str, checked: pd.DataFrame
) -> Floats:
    from models.quantify import adjusted
    from models.quantify_errors import SHARES, load, perfect, refined
    from models.version import WEIGHTS, version_of

    # How the shared head errs elsewhere is measured; of another model nothing is known.
    errors = load(WEIGHTS / SHARES) if model == version_of() else perfect(len(_TONES))
    if len(checked):
        said = checked[_TONES].to_numpy(np.float64)
        values = checked["value"].map(_TONES.index).to_numpy(np.int64)
        errors = refined(errors, said, values, 1 / checked["inclusion"].to_numpy(np.float64))
    return adjusted(tones, errors, labels)
