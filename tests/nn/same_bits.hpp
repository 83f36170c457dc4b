#pragma once
// Two runs that must not differ in a bit.
#include <gtest/gtest.h>

#include <bit>
#include <cstring>
#include <filesystem>
#include <string>

#include "vernier/nn/model.hpp"

namespace vernier::nn {

inline void expect_same_model(const Model& actual, const Model& expected) {
  const auto left = actual.get_weights();
  const auto right = expected.get_weights();
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    ASSERT_EQ(left[i].shape(), right[i].shape());
    EXPECT_EQ(std::memcmp(left[i].data(), right[i].data(), static_cast<std::size_t>(left[i].size()) * 4), 0) << i;
  }
}

// Bit for bit, also where a number is NaN.
inline void expect_same_history(const History& actual, const History& expected) {
  EXPECT_EQ(actual.epochs(), expected.epochs());
  EXPECT_EQ(actual.names(), expected.names());
  EXPECT_EQ(actual.warnings, expected.warnings);
  EXPECT_EQ(actual.interrupted, expected.interrupted);
  for (const std::string& name : expected.names()) {
    ASSERT_EQ(actual.at(name).size(), expected.at(name).size()) << name;
    for (std::size_t row = 0; row < expected.at(name).size(); ++row) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(actual.at(name)[row]),
                std::bit_cast<std::uint64_t>(expected.at(name)[row]))
          << name << " " << row;
    }
  }
}

inline std::filesystem::path checkpoint_folder(const std::string& name) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("vernier_checkpoint_" + name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace vernier::nn
