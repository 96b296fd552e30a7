"""De-identified copies of slides: what names the patient goes, the pixels stay as they are.

`deidentify` is the door; `removal` says what was removed, without the slide libraries.
"""
