#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/samplers/support/least_loss.hpp"

namespace vernier {
namespace {

double rastrigin(const ParamMap& params) {
  double sum = 0;
  for (const auto& [name, value] : params) {
    const double x = *as_number(value) - 1.5;
    sum += x * x - 10 * std::cos(2 * std::numbers::pi * x) + 10;
  }
  return sum;
}

TEST(CmaesSampler, RestartsOutOfLocalOptima) {
  for (const char* restarts : {"bipop", "ipop"}) {
    const Component component{"cmaes", {{"restarts", restarts}}};
    EXPECT_LT(least_loss(component, {.space = box_of_reals(2)}, 5000, rastrigin), 1e-6) << restarts;
  }
}

}  // namespace
}  // namespace vernier
