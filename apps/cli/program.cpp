#include "apps/cli/program.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include <fmt/core.h>

#include "apps/cli/help.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"

namespace vernier::cli {
namespace {

const VerbInfo& find_verb(const std::string& word) {
  const auto verbs = builtin_verb_table();
  const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const VerbInfo* info) { return info->name == word; });
  if (found != verbs.end()) return **found;
  if (word.starts_with("-")) {
    throw InvalidArgument(fmt::format("unknown option '{}' before the verb", word), "vernier VERB [OPTIONS]",
                          "'vernier --help' lists the verbs.");
  }
  std::vector<std::string> names;
  for (const VerbInfo* info : verbs) names.push_back(info->name);
  const auto near = nearest_word(word, names);
  throw InvalidArgument(
      fmt::format("unknown verb '{}'", word), {},
      near ? fmt::format("Did you mean '{}'?", *near) : std::string("'vernier --help' lists the verbs."));
}

// What was given but belongs to no option: the message names the first of it and what is near.
[[noreturn]] void refuse_extra(const CLI::App& app, const std::string& verb) {
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) deepest = deepest->get_subcommands().front();
  const std::vector<std::string> extras = app.remaining(true);
  const std::string first = extras.empty() ? "" : extras.front();
  if (first.starts_with("-") && first.size() > 1) {
    const std::string name = first.substr(0, first.find('='));
    std::vector<std::string> names;
    for (const OptionText& option : describe_options(*deepest)) {
      for (const std::string& known : option.names) names.push_back(known);
    }
    const auto near = nearest_word(name, names);
    throw InvalidArgument(
        fmt::format("{} has no option '{}'", verb, name), {},
        near ? fmt::format("Did you mean '{}'?", *near) : fmt::format("'vernier {} --help' lists its options.", verb));
  }
  throw InvalidArgument(fmt::format("{} takes no argument '{}'", verb, first), {},
                        fmt::format("'vernier {} --help' shows its usage.", verb));
}

int run_verb(const VerbInfo& info, std::vector<std::string> arguments, Console& console) {
  const ConfiguredVerb configured = configure_verb(info);
  CLI::App& app = *configured.app;
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  if (mark != arguments.end() && configured.verb->take_command({mark + 1, arguments.end()})) {
    arguments.erase(mark, arguments.end());
  }
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the end
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    console.print(verb_help(info, app, console.style()));
    console.flush();
    return exit_done;
  } catch (const CLI::ExtrasError&) {
    refuse_extra(app, info.name);
  } catch (const CLI::ParseError& error) {
    throw InvalidArgument(fmt::format("{}: {}", info.name, trim(error.what())), {},
                          fmt::format("'vernier {} --help' shows its usage.", info.name));
  }
  const int status = configured.verb->run(console);
  console.flush();
  return status;
}

int dispatch(const std::vector<std::string>& arguments, Console& console) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h") {
    console.print(program_help(console.style()));
    console.flush();
    return exit_done;
  }
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    console.print_line("vernier " VERNIER_VERSION);
    console.flush();
    return exit_done;
  }
  return run_verb(find_verb(arguments[0]), {arguments.begin() + 1, arguments.end()}, console);
}

}  // namespace

ConfiguredVerb configure_verb(const VerbInfo& info) {
  ConfiguredVerb configured{&info, info.make(), std::make_unique<CLI::App>(info.summary, "vernier " + info.name)};
  configured.app->set_help_flag("-h,--help", "show this help")->group("Other");
  configured.verb->configure(*configured.app);
  return configured;
}

std::vector<const VerbInfo*> sorted_verbs() {
  const auto verbs = builtin_verb_table();
  std::vector<const VerbInfo*> sorted(verbs.begin(), verbs.end());
  std::sort(sorted.begin(), sorted.end(), [](const VerbInfo* a, const VerbInfo* b) {
    return std::pair(a->group, a->name) < std::pair(b->group, b->name);
  });
  return sorted;
}

int run_program(const std::vector<std::string>& arguments, Console& console) {
  try {
    return dispatch(arguments, console);
  } catch (const StorageError& error) {
    console.say(escape_text(error.what()));
    return exit_storage_failed;
  } catch (const Error& error) {
    console.say(escape_text(error.what()));
  } catch (const std::bad_alloc&) {
    console.say("out of memory");
  } catch (const std::exception& error) {
    console.say(escape_text(error.what()));
  }
  return exit_bad_input;
}

}  // namespace vernier::cli
