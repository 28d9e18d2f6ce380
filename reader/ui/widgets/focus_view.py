"""Having the focus without being painted all over for it, scroll bars and all: what looks different paints itself."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.scroll_view import ScrollView


class FocusView(ScrollView, can_focus=True, inherit_bindings=False):
    """A view whose style sheet has no rule for ``:focus``: its upper border tells that the keys are for it."""

    DEFAULT_CSS = """
    FocusView > .focus--border { color: $focus; }
    FocusView > .focus--title { color: $ink; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"focus--border", "focus--title"}

    def show_focus(self) -> None:
        """Paint what looks different now."""
        for rule, value in {
            "border_top": ("solid", self.get_component_styles("focus--border").color),
            "border_title_color": self.get_component_styles("focus--title").color,
            "auto_border_title_color": False,
            "border_title_style": Style(bold=True),
        }.items():
            if self.has_focus:
                self.styles.inline.set_rule(rule, value)
            else:
                self.styles.inline.clear_rule(rule)
        self.refresh(Region(0, -1, self.size.width, 1))  # it stands above the first row

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

    def notify_style_update(self) -> None:
        """Another theme, another border."""
        super().notify_style_update()
        if self.has_focus:
            self.call_later(self.show_focus)  # the parts of the style sheet come after the whole
