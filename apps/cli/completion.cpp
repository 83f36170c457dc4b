#include <fmt/core.h>

#include "apps/cli/catalogues.hpp"
#include "apps/cli/help.hpp"
#include "apps/cli/manual.hpp"
#include "apps/cli/program.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"

namespace vernier::cli {
namespace {

// What may follow an option or stand at a position.
enum class ValueKind { nothing, words, file, folder, open };

struct ValueWords {
  ValueKind kind = ValueKind::nothing;
  std::vector<std::string> words;
};

ValueWords value_words(const OptionText& option) {
  if (option.value.empty()) return {};
  if (option.value == "SAMPLER") return {ValueKind::words, samplers().names()};
  if (option.value == "PRUNER") return {ValueKind::words, pruners().names()};
  if (option.value == "METHOD") return {ValueKind::words, importances().names()};
  if (option.value == "KIND") {
    std::vector<std::string> kinds;
    for (const CatalogueKind& kind : catalogue_kinds()) kinds.push_back(kind.name);
    return {ValueKind::words, kinds};
  }
  if (const auto choices = option.choices(); !choices.empty()) return {ValueKind::words, choices};
  if (option.value == "DIR") return {ValueKind::folder, {}};
  for (const std::string_view file : {"FILE", "DATA", "EXPERIMENT", "MODEL", "SPACE"}) {
    if (option.value.find(file) != std::string::npos) return {ValueKind::file, {}};
  }
  return {ValueKind::open, {}};
}

// One command line that can be completed: "show", or "studies delete".
struct CompletionEntry {
  std::string verb;
  std::string sub;
  std::string summary;
  std::vector<OptionText> options;
  std::vector<std::pair<std::string, std::string>> subs;  // name, summary
};

std::vector<CompletionEntry> completion_entries() {
  std::vector<CompletionEntry> entries;
  for (const VerbInfo* info : sorted_verbs()) {
    const ConfiguredVerb verb = configure_verb(*info);
    CompletionEntry entry{info->name, "", info->summary, describe_options(*verb.app), {}};
    const auto subs = verb.app->get_subcommands([](const CLI::App*) { return true; });
    for (const CLI::App* sub : subs) entry.subs.emplace_back(sub->get_name(), sub->get_description());
    entries.push_back(std::move(entry));
    for (const CLI::App* sub : subs) {
      entries.push_back({info->name, sub->get_name(), sub->get_description(), describe_options(*sub), {}});
    }
  }
  return entries;
}

std::string entry_key(const CompletionEntry& entry) {
  return entry.sub.empty() ? entry.verb : entry.verb + ' ' + entry.sub;
}

// Everything that may begin a word: sub-verbs, options, and the words of positional arguments.
std::vector<std::string> entry_words(const CompletionEntry& entry) {
  std::vector<std::string> words;
  for (const auto& [name, summary] : entry.subs) words.push_back(name);
  for (const OptionText& option : entry.options) {
    if (!option.positional.empty()) {
      for (std::string& word : value_words(option).words) words.push_back(std::move(word));
    }
    for (const std::string& name : option.names) words.push_back(name);
  }
  return words;
}

bool takes_files(const CompletionEntry& entry) {
  for (const OptionText& option : entry.options) {
    if (!option.positional.empty() && value_words(option).kind == ValueKind::file) return true;
  }
  return false;
}

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string verb_words(const std::vector<CompletionEntry>& entries) {
  std::vector<std::string> words;
  for (const CompletionEntry& entry : entries) {
    if (entry.sub.empty()) words.push_back(entry.verb);
  }
  return join(words, " ") + " --help --version";
}

std::string subs_pattern(const std::vector<CompletionEntry>& entries) {
  std::vector<std::string> keys;
  for (const CompletionEntry& entry : entries) {
    if (!entry.sub.empty()) keys.push_back(shell_quoted(entry_key(entry)));
  }
  return keys.empty() ? "''" : join(keys, "|");
}

std::string bash_script() {
  const auto entries = completion_entries();
  std::string values, words;
  for (const CompletionEntry& entry : entries) {
    for (const OptionText& option : entry.options) {
      const ValueWords after = value_words(option);
      if (after.kind == ValueKind::nothing || option.names.empty()) continue;
      std::vector<std::string> keys;
      for (const std::string& name : option.names) keys.push_back(shell_quoted(entry_key(entry) + ' ' + name));
      const std::string action = after.kind == ValueKind::words
                                     ? fmt::format("_vernier_words {}", shell_quoted(join(after.words, " ")))
                                 : after.kind == ValueKind::file   ? "_vernier_files"
                                 : after.kind == ValueKind::folder ? "_vernier_folders"
                                                                   : ":";
      values += fmt::format("    {}) {}; return ;;\n", join(keys, "|"), action);
    }
    words += fmt::format("    {}) _vernier_words {}{} ;;\n", shell_quoted(entry_key(entry)),
                         shell_quoted(join(entry_words(entry), " ")),
                         takes_files(entry) ? "; [[ $cur == -* ]] || _vernier_files" : "");
  }
  return fmt::format(R"(# bash completion of vernier; generated by 'vernier completion bash'
_vernier_words() {{ local IFS=$' \t\n'; COMPREPLY+=($(compgen -W "$1" -- "$cur")); }}
_vernier_files() {{ local IFS=$'\n'; compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")); }}
_vernier_folders() {{ local IFS=$'\n'; compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "$cur")); }}
_vernier() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} verb
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _vernier_words {}
    return
  fi
  verb=${{COMP_WORDS[1]}}
  if ((COMP_CWORD > 2)); then
    case "$verb ${{COMP_WORDS[2]}}" in
    {}) verb="$verb ${{COMP_WORDS[2]}}" ;;
    esac
  fi
  case "$verb $prev" in
{}  esac
  case "$verb" in
{}  esac
}}
complete -F _vernier vernier
)",
                     shell_quoted(verb_words(entries)), subs_pattern(entries), values, words);
}

std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const OptionText& option) {
  const ValueWords after = value_words(option);
  switch (after.kind) {
    case ValueKind::words: return fmt::format("({})", join(after.words, " "));
    case ValueKind::file: return "_files";
    case ValueKind::folder: return "_files -/";
    default: return " ";
  }
}

std::string zsh_arguments(const CompletionEntry& entry) {
  std::string out = "_arguments -S";
  for (const OptionText& option : entry.options) {
    const std::string message = zsh_escaped(option.value.empty() ? "value" : option.value);
    for (const std::string& name : option.names) {
      const std::string value = option.value.empty() ? "" : fmt::format(":{}:{}", message, zsh_action(option));
      out += " \\\n      " + shell_quoted(fmt::format("{}[{}]{}", name, zsh_escaped(option.help), value));
    }
    if (!option.positional.empty()) {
      out += " \\\n      " +
             shell_quoted(fmt::format("{}:{}:{}", option.repeated ? "*" : "", message, zsh_action(option)));
    }
  }
  return out;
}

std::string zsh_script() {
  const auto entries = completion_entries();
  std::string verbs, cases;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const CompletionEntry& entry = entries[i];
    if (!entry.sub.empty()) continue;
    verbs += fmt::format("    {}\n", shell_quoted(zsh_escaped(entry.verb) + ':' + entry.summary));
    cases += fmt::format("  {})\n", entry.verb);
    if (!entry.subs.empty()) {
      cases += "    case $words[2] in\n";
      for (const CompletionEntry& sub : entries) {
        if (sub.verb != entry.verb || sub.sub.empty()) continue;
        cases += fmt::format("    {}) shift words; ((CURRENT--)); {}; return ;;\n", sub.sub, zsh_arguments(sub));
      }
      std::string subs;
      for (const auto& [name, summary] : entry.subs) subs += ' ' + shell_quoted(name + ':' + summary);
      cases += fmt::format("    esac\n    local -a subs=({} )\n    ((CURRENT == 2)) && _describe verb subs\n", subs);
    }
    cases += fmt::format("    {} ;;\n", zsh_arguments(entry));
  }
  return fmt::format(R"(#compdef vernier
# zsh completion of vernier; generated by 'vernier completion zsh'
_vernier() {{
  local -a verbs=(
{}  )
  if ((CURRENT == 2)); then
    _describe verb verbs
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
{}  esac
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _vernier "$@"; else compdef _vernier vernier; fi
)",
                     verbs, cases);
}

std::string fish_script() {
  std::string out =
      "# fish completion of vernier; generated by 'vernier completion fish'\ncomplete -c vernier -f\n"
      "complete -c vernier -n __fish_use_subcommand -s h -l help -d 'show this help'\n"
      "complete -c vernier -n __fish_use_subcommand -s V -l version -d 'show the version'\n";
  for (const CompletionEntry& entry : completion_entries()) {
    std::string condition = "__fish_seen_subcommand_from " + entry.verb;
    if (entry.sub.empty()) {
      out += fmt::format("complete -c vernier -n __fish_use_subcommand -a {} -d {}\n", entry.verb,
                         shell_quoted(entry.summary));
    } else {
      out += fmt::format("complete -c vernier -n {} -a {} -d {}\n", shell_quoted(condition), entry.sub,
                         shell_quoted(entry.summary));
      condition += "; and __fish_seen_subcommand_from " + entry.sub;
    }
    for (const OptionText& option : entry.options) {
      const ValueWords after = value_words(option);
      const std::string words = after.kind == ValueKind::words    ? " -a " + shell_quoted(join(after.words, " "))
                                : after.kind == ValueKind::file   ? " -F"
                                : after.kind == ValueKind::folder ? " -a '(__fish_complete_directories)'"
                                                                  : "";
      if (!option.positional.empty() && !words.empty()) {
        out += fmt::format("complete -c vernier -n {}{}\n", shell_quoted(condition), words);
      }
      if (option.names.empty()) continue;
      out += fmt::format("complete -c vernier -n {}", shell_quoted(condition));
      for (const std::string& name : option.names) {
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      }
      out += (after.kind == ValueKind::nothing ? ""
              : after.kind == ValueKind::file  ? " -r"
                                               : " -x") +
             words + " -d " + shell_quoted(option.help) + '\n';
    }
  }
  return out;
}

}  // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  if (shell == "fish") return fish_script();
  throw InvalidArgument(fmt::format("no completion for the shell '{}'", shell), "bash, zsh or fish");
}

}  // namespace vernier::cli
