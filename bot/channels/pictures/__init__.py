"""Pictures, drawn just before a message is sent: in, a chart's specification as it was when the message was said; out,
the key of a picture in the media store. Each is drawn once; a picture that cannot be drawn never stops the words."""

from bot.channels.pictures.drawing import Pictures, with_pictures

__all__ = ["Pictures", "with_pictures"]
