import ExerciseKit
import Wire

/// Talks to a lease service and to a register that refuses old tokens.
enum LeaseDialect<Service: LeaseGranting, Register: FencedStorage<Int>>: ObjectDialect {
  typealias Words = ObjectWords

  enum Value {
    case service(Service, ttl: Millis)
    case register(Register)
  }

  static func make(type: UInt8, _ numbers: inout NumberList) throws(WireError) -> Value {
    if type == 1 { return .register(Register(stored: RegisterRecord())) }
    let ttl = try numbers.next(as: Int.self)
    let record = LeaseRecord(lastToken: try numbers.next())
    return .service(Service(ttl: ttl, stored: record), ttl: ttl)
  }

  static func perform(
    _ operation: UInt8, _ numbers: inout NumberList, on value: inout Value
  ) throws(WireError) -> Words.Answer {
    switch value {
    case .service(var service, let ttl):
      defer { value = .service(service, ttl: ttl) }
      switch operation {
      case 0: return answer(service.acquire(try numbers.node(), now: try numbers.next()))
      case 1:
        let lease = FencedLease(
          holder: try numbers.node(), token: try numbers.next(), expires: try numbers.next())
        return answer(service.renew(lease, now: try numbers.next()))
      case 2:
        let stored = service.stored
        service = Service(ttl: ttl, stored: stored)
        return answer(stored.current, Int128(stored.lastToken))
      case 3:
        // A disk that has the lease and another number beside it.
        let stored = service.stored
        service = Service(
          ttl: ttl, stored: LeaseRecord(lastToken: try numbers.next(), current: stored.current))
        return answer(stored.current, Int128(stored.lastToken))
      default: throw .unknown(operation: operation)
      }
    case .register(var register):
      defer { value = .register(register) }
      switch operation {
      case 0:
        let isTaken = register.write(try numbers.next(), token: try numbers.next())
        return Words.Answer(isTaken ? 1 : 0, register.value.map { [Int128($0)] } ?? [])
      case 1:
        let stored = register.stored
        register = Register(stored: stored)
        return Words.Answer(
          2, [Int128(stored.largestToken)] + (stored.value.map { [Int128($0)] } ?? []))
      default: throw .unknown(operation: operation)
      }
    }
  }

  private static func answer(_ lease: FencedLease?, _ more: Int128...) -> Words.Answer {
    guard let lease else { return Words.Answer(0, more) }
    return Words.Answer(
      1, [Int128(lease.holder.number), Int128(lease.token), Int128(lease.expires)] + more)
  }
}

/// The dialect of `fencing-token`.
func leaseDialect(_ types: [Any.Type]) -> (any Dialect.Type)? {
  func dialect<S: LeaseGranting, R: FencedStorage<Int>>(
    _: S.Type, _: R.Type
  ) -> any Dialect.Type { LeaseDialect<S, R>.self }
  guard types.count == 2, let service = types[0] as? any LeaseGranting.Type,
    let register = types[1] as? any FencedStorage<Int>.Type
  else { return nil }
  return dialect(service, register)
}
