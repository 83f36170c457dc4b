#pragma once
// Studies for tests: a small space, an objective whose trials end in an unforeseeable order, comparison of results.
#include <chrono>
#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/study/study.hpp"

namespace vernier {

inline SearchSpace small_space() {
  SearchSpace space;
  space.add("x", Distribution::real(-10, 10))
      .add("units", Distribution::integer(1, 64, true))
      .add("kind", Distribution::categorical({std::string("a"), std::string("b")}))
      .add("extra", Distribution::real(0, 1), "kind == 'b'");
  return space;
}

inline StudyOptions random_study() { return {.space = small_space(), .sampler = "random", .pruner = "none"}; }

inline double x_of(const Trial& trial) { return std::get<double>(trial.params().at("x")); }

/// The call throws an Error whose message holds the text.
template <class Error, class Call>
void expect_error(const Call& call, const std::string& text) {
  try {
    call();
    ADD_FAILURE() << "nothing was thrown; expected: " << text;
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr(text));
  }
}

/// Sleeps for a time that the test does not determine.
inline void sleep_a_little(int at_most_us) {
  static thread_local std::minstd_rand generator(std::random_device{}());
  std::this_thread::sleep_for(std::chrono::microseconds(generator() % static_cast<unsigned>(at_most_us)));
}

/// A learning curve of `steps` steps that falls towards the loss of the params. Every 11th trial throws.
inline Outcome curve(Trial& trial, int steps = 9, int sleep_us = 400) {
  const double x = std::get<double>(trial.params().at("x"));
  const auto units = static_cast<double>(std::get<std::int64_t>(trial.params().at("units")));
  const double loss = (x - 2) * (x - 2) + 1 / units + trial.rng("noise").uniform();
  if (trial.number() % 11 == 10) throw std::runtime_error("out of memory");
  for (int step = 1; step <= steps; ++step) {
    sleep_a_little(sleep_us);
    (void)trial.report(step, loss + 20.0 / step);
    if (trial.should_prune()) throw TrialPruned{};
  }
  return loss;
}

/// Everything of a trial that must repeat: all but the seconds.
inline std::string fingerprint(TrialRecord record) {
  record.seconds = 0;
  Json json = to_json(record);
  json["distributions"] = record.distributions.size();
  json["clone"] = record.clone_of.value_or(-1);
  json["clone_step"] = record.clone_step.value_or(-1);
  return json.dump();
}
inline std::vector<std::string> fingerprints(const Study& study) {
  std::vector<std::string> result;
  for (const TrialRecord& record : study.trials()) result.push_back(fingerprint(record));
  return result;
}

}  // namespace vernier
