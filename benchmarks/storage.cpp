// Ask and tell through SQLite in one process, then opening what was written.
//
//   storage_benchmark [TRIALS]
#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "vernier/study/study.hpp"

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  const int trials = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const auto file = std::filesystem::temp_directory_path() / fmt::format("vernier-storage-{}.db", ::getpid());
  const std::string url = "sqlite:///" + file.string();
  vernier::SearchSpace space;
  for (int k = 0; k < 5; ++k) space.add(fmt::format("x{}", k), vernier::Distribution::real(0, 1));
  {
    auto study = vernier::Study::open(url, {.name = "storage", .space = space, .sampler = "random"});
    const auto begin = Clock::now();
    for (int i = 0; i < trials; ++i) {
      const vernier::Trial trial = study.ask();
      (void)study.tell(trial, std::get<double>(trial.params().at("x0")));
    }
    fmt::print("ask and tell: {} trials in {:.3f} s\n", trials, since(begin));
  }
  const auto begin = Clock::now();
  const auto study = vernier::Study::load(url, "storage");
  fmt::print("open: {} trials in {:.3f} s\n", study.trials().size(), since(begin));
  for (const char* suffix : {"", "-wal", "-shm", "-owners"}) std::filesystem::remove(file.string() + suffix);
  return 0;
}
