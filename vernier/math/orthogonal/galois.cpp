#include "vernier/math/orthogonal/galois.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"

namespace vernier {

std::optional<PrimePower> prime_power(int n) {
  if (n < 2) return std::nullopt;
  int prime = 2;
  while (prime * prime <= n && n % prime != 0) ++prime;
  if (n % prime != 0) prime = n;
  PrimePower result{prime, 0};
  for (; n % prime == 0; n /= prime) ++result.power;
  if (n != 1) return std::nullopt;
  return result;
}

GaloisField::GaloisField(int order) : order_(order) {
  const auto factors = prime_power(order);
  if (!factors || order > 4096) {
    throw InvalidArgument(fmt::format("there is no finite field of {} elements here", order),
                          "a prime power from 2 to 4096");
  }
  prime_ = factors->prime;
  power_ = factors->power;
  exp_.resize(static_cast<std::size_t>(order - 1));
  log_.resize(static_cast<std::size_t>(order));
  // Looks for a primitive polynomial x^m = c(x): when the powers of x run through all q - 1 nonzero elements, the ring
  // is a field and x generates it. For m = 1 the same loop finds a primitive root.
  const int top = order / prime_;  // the weight of the highest coefficient
  for (int c = 1; c < order; ++c) {
    int element = 1;
    int period = 0;
    do {
      exp_[static_cast<std::size_t>(period)] = element;
      log_[static_cast<std::size_t>(element)] = period++;
      const int carry = element / top;
      element = (element % top) * prime_;
      for (int i = 0; i < carry; ++i) element = add(element, c);
    } while (element != 1 && element != 0 && period < order - 1);
    if (element == 1 && period == order - 1) return;
  }
}

int GaloisField::add(int a, int b) const {
  if (prime_ == 2) return a ^ b;
  int sum = 0;
  for (int weight = 1; weight < order_; weight *= prime_) {
    sum += (a % prime_ + b % prime_) % prime_ * weight;
    a /= prime_;
    b /= prime_;
  }
  return sum;
}

int GaloisField::negate(int a) const {
  int result = 0;
  for (int weight = 1; weight < order_; weight *= prime_) {
    result += (prime_ - a % prime_) % prime_ * weight;
    a /= prime_;
  }
  return result;
}

int GaloisField::multiply(int a, int b) const {
  if (a == 0 || b == 0) return 0;
  const int sum = log_[static_cast<std::size_t>(a)] + log_[static_cast<std::size_t>(b)];
  return exp_[static_cast<std::size_t>(sum % (order_ - 1))];
}

int GaloisField::inverse(int a) const {
  return exp_[static_cast<std::size_t>((order_ - 1 - log_[static_cast<std::size_t>(a)]) % (order_ - 1))];
}

bool GaloisField::square(int a) const { return prime_ == 2 || log_[static_cast<std::size_t>(a)] % 2 == 0; }

}  // namespace vernier
