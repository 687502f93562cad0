/// What each operation does to each state, asked of the model once and then remembered.
final class Transitions<M: Model> {
  private let model: M
  private let forms: [Form<M>]
  /// Forms that are equal do the same.
  private let classes: [Int]
  private var states: [M.State]
  private var numbers: [M.State: Int]
  private var known: [UInt64: Int] = [:]

  init(_ model: M, _ forms: [Form<M>]) {
    self.model = model
    self.forms = forms
    var classes: [Form<M>: Int] = [:]
    self.classes = forms.map { form in
      let number = classes[form] ?? classes.count
      classes[form] = number
      return number
    }
    states = [model.initial]
    numbers = [model.initial: 0]
  }

  /// The number of the state after an operation; nil when the operation is not possible there.
  func next(_ state: Int, _ form: Int) -> Int? {
    let key = UInt64(state) << 32 | UInt64(classes[form])
    if let next = known[key] { return next < 0 ? nil : next }
    guard let next = model.step(states[state], forms[form].input, forms[form].output) else {
      known[key] = -1
      return nil
    }
    let number = numbers[next] ?? states.count
    if number == states.count {
      states.append(next)
      numbers[next] = number
    }
    known[key] = number
    return number
  }
}
