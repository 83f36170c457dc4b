#include "vernier/evaluation/energy_meter.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fmt/core.h>

#include "vernier/base/files.hpp"

namespace vernier::evaluation {
namespace {

class EnergyMeterTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / fmt::format("vernier-energy-{}", ::getpid());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void set(const std::string& name, std::int64_t microjoules) const {
    std::filesystem::create_directories(folder_ / name);
    write_file(folder_ / name / "energy_uj", fmt::format("{}\n", microjoules));
    write_file(folder_ / name / "max_energy_range_uj", "10000000\n");
  }
  std::filesystem::path folder_;
};

TEST_F(EnergyMeterTest, AddsThePackagesAndMindsCountersThatBeginAnew) {
  set("intel-rapl:0", 9'000'000);
  set("intel-rapl:1", 1'000'000);
  set("intel-rapl:0:0", 5'000'000);  // a part of the first
  std::filesystem::create_directories(folder_ / "intel-rapl");
  EnergyMeter meter(folder_);
  EXPECT_DOUBLE_EQ(*meter.joules(), 0);
  set("intel-rapl:0", 1'000'000);  // over its end: 2 J
  set("intel-rapl:1", 4'000'000);  // 3 J
  set("intel-rapl:0:0", 9'000'000);
  EXPECT_DOUBLE_EQ(*meter.joules(), 5);
  set("intel-rapl:1", 5'000'000);
  EXPECT_DOUBLE_EQ(*meter.joules(), 6);
}

TEST_F(EnergyMeterTest, WithoutCountersItSaysNothing) {
  EXPECT_FALSE(EnergyMeter(folder_).joules().has_value());
  EXPECT_FALSE(EnergyMeter(folder_ / "missing").joules().has_value());
}

}  // namespace
}  // namespace vernier::evaluation
