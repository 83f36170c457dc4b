#pragma once
// How the tests of a suite over a catalogue are called.
#include <gtest/gtest.h>

#include <string>

namespace vernier {

/// Names the tests of a suite over catalogue entries.
template <class Info>
[[nodiscard]] std::string entry_name(const testing::TestParamInfo<const Info*>& parameter) {
  return parameter.param->name;
}

}  // namespace vernier
