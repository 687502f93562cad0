/// The stepper on a terminal and on paper.
enum StepperPlaceholder {}
