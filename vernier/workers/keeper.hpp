#pragma once
// The keeper: a small process beside this one that starts programs and outlives none of them.
//
// Each program has a channel, a socket between this process and the keeper. While it is open the program's process
// group may live; when it closes, whatever the reason (the trial has ended, this process was killed), the keeper kills
// the whole group, waits until every process of it is gone, and closes its own end. As the reaper of all descendants it
// also finds processes that left their group; they are killed as soon as no program runs. If the keeper itself is
// killed, the kernel kills the programs.
#include <sys/types.h>

#include <cstdint>
#include <string>

#include "vernier/workers/command.hpp"

namespace vernier {

/// What the keeper says on a channel: `started`, or `refused` and nothing more; then `ended`.
struct KeeperWord {
  enum class Kind : std::int32_t { started, refused, ended } kind;
  std::int32_t value = 0;  ///< the process id, which is that of its group; errno; the status as waitpid gives it
};

/// A request to start a program is one message with three descriptors: channel, standard output, standard error.
[[nodiscard]] std::string keeper_request(const Command& command);
/// The longest request that a socket takes as one message.
inline constexpr std::size_t max_keeper_request = 160'000;

/// The life of the keeper, from the moment after fork: serves requests until their socket closes and everything that it
/// started is gone.
[[noreturn]] void keep_programs(int requests);

}  // namespace vernier
