"""Having the focus without being painted all over for it, scroll bars and all: what looks different paints itself."""

from __future__ import annotations

from textual import events
from textual.scroll_view import ScrollView


class FocusView(ScrollView, can_focus=True, inherit_bindings=False):
    """A view whose style sheet has no rule for ``:focus``; it says itself what looks different with the focus."""

    def show_focus(self) -> None:
        """Paint what looks different now."""

    def on_focus(self, event: events.Focus) -> None:
        """The keys are for this view."""
        event.prevent_default()  # Textual's own asks the style sheet and paints everything
        self.has_focus = True
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """The keys are for something else."""
        event.prevent_default()
        self.has_focus = False
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """See ``show_focus``."""
        self.show_focus()
