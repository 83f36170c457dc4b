#pragma once
// Finite fields, small enough to be tables.
#include <cstdint>
#include <optional>
#include <vector>

namespace vernier {

/// n == prime ** power.
struct PrimePower {
  int prime = 0;
  int power = 0;
};
/// Nothing unless n is a power of one prime (n >= 2).
[[nodiscard]] std::optional<PrimePower> prime_power(int n);

/// GF(q): its elements are the integers 0 to q - 1, read as polynomials over Z_p whose coefficients are the digits to
/// base p (so 0 and 1 are what they should be, and addition is digit by digit). Immutable.
class GaloisField {
 public:
  /// Throws InvalidArgument unless `order` is a prime power from 2 to 4096.
  explicit GaloisField(int order);

  [[nodiscard]] int order() const { return order_; }
  [[nodiscard]] int prime() const { return prime_; }
  [[nodiscard]] int add(int a, int b) const;
  [[nodiscard]] int negate(int a) const;
  [[nodiscard]] int subtract(int a, int b) const { return add(a, negate(b)); }
  [[nodiscard]] int multiply(int a, int b) const;
  /// Of a nonzero element.
  [[nodiscard]] int inverse(int a) const;
  /// Whether a nonzero element is the square of another (in characteristic 2 each is).
  [[nodiscard]] bool square(int a) const;
  /// The element that is n times the one: n modulo the characteristic.
  [[nodiscard]] int number(int n) const { return ((n % prime_) + prime_) % prime_; }

 private:
  int order_;
  int prime_;
  int power_;
  std::vector<int> exp_;  // powers of a primitive element
  std::vector<int> log_;
};

}  // namespace vernier
