"""Labels in the words of an instruction model, where the settings name one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from models.errors import ModelError
from models.label_writer import POSTS, load_writer
from pipeline.errors import InputError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from models.topics import Cluster
    from pipeline.narratives.waiting import Waiting

_writer = cache(load_writer)


def write(posts: Sequence[str], label: str) -> str:
    """The label by the model of the settings; as it is without one. Raises InputError."""
    name = Settings().label_model
    if name is None:
        return label
    try:
        return _writer(name)(posts, label)
    except ModelError as error:
        raise InputError(str(error)) from error


def typical(found: Waiting, cluster: Cluster) -> list[str]:
    """The posts of what was found that are nearest to the cluster's centre."""
    near = cluster.members[np.argsort(cluster.distances, kind="stable")[:POSTS]]
    return [str(text) for text in found.rows["text"].iloc[near]]
