#pragma once
// What tests of programs share: processes that can be looked for.
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace vernier {

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Whether a process of this number is there and no zombie.
inline bool is_alive(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, state;
  return file >> number >> name >> state && state != "Z" && state != "X";
}

/// Whether it becomes true within a while; tests wait no longer than they must.
template <class Condition>
bool soon(const Condition& condition, double seconds = 10) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

/// The number that a script wrote into a file, when it is whole.
inline pid_t process_of(const std::filesystem::path& file) {
  pid_t process = 0;
  soon([&] {
    const std::string text = content_of(file);
    if (!text.ends_with('\n')) return false;
    process = std::stoi(text);
    return true;
  });
  return process;
}

}  // namespace vernier
