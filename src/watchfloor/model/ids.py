"""What an id is of, in its type: each is a string, as it is stored and told, and none stands for another."""

from __future__ import annotations

from typing import NewType

ReportId = NewType("ReportId", str)
StoryId = NewType("StoryId", str)
EventId = NewType("EventId", str)
ActorId = NewType("ActorId", str)
RenditionId = NewType("RenditionId", str)
TextId = NewType("TextId", str)
OriginId = NewType("OriginId", str)  # of a family of texts that go back to one
ChangeId = NewType("ChangeId", str)
AlertId = NewType("AlertId", str)
SourceId = NewType("SourceId", str)  # of what is read again and again
PersonId = NewType("PersonId", str)  # of who acts, as the log has it: "local:ana", "ana", "key:feed"
