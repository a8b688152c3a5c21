"""Why one answer is not accepted. Never leaves this package: forms turn it into a FieldError."""


class AnswerError(ValueError):
    """`text` is a sentence for the person. `part` is the input to go to when the question has several."""

    def __init__(self, text: str, part: str = "") -> None:
        self.text = text
        self.part = part
        super().__init__(text)
