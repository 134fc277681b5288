"""Looking around in Jupyter: find an indicator, compare provinces, see the chart, the figures and their sources.

``explorer`` is the widgets of ``explore.ipynb``; ``chart`` what they draw, for a cell of your own.
"""

from helpers.views.explore.drawing import chart
from helpers.views.explore.panel import explorer

__all__ = ["chart", "explorer"]
