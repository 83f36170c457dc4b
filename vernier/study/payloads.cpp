#include "vernier/study/payloads.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {
namespace {

// What nlohmann and the readers of the space say of a broken payload becomes one BadData.
template <class Read>
auto read_payload(std::string_view what, const Read& read) {
  try {
    return read();
  } catch (const Json::exception& error) {
    throw BadData(fmt::format("the study holds a broken '{}' event ({})", what, error.what()));
  } catch (const InvalidArgument& error) {
    throw BadData(fmt::format("the study holds a broken '{}' event ({})", what, error.what()));
  }
}

template <class T>
void read_optional(const Json& json, const char* key, T& into) {
  if (const auto found = json.find(key); found != json.end()) found->get_to(into);
}
template <class T>
void read_optional(const Json& json, const char* key, std::optional<T>& into) {
  if (const auto found = json.find(key); found != json.end() && !found->is_null()) into = found->get<T>();
}

}  // namespace

std::vector<std::string> CreatedPayload::warm_start() const {
  std::vector<std::string> names;
  if (!earlier) return names;
  for (const EarlierStudy& study : *earlier) names.push_back(study.name);
  return names;
}

Json to_json(const CreatedPayload& payload) {
  Json json{{"format", event_format},
            {"space", payload.space ? to_json(*payload.space) : Json(nullptr)},
            {"objectives", to_json(payload.objectives)},
            {"window", payload.window ? Json(*payload.window) : Json(nullptr)},
            {"seed", payload.seed},
            {"sampler", to_json(payload.sampler)},
            {"pruner", to_json(payload.pruner)},
            {"build", payload.build},
            {"machine", payload.machine},
            {"identity", payload.identity}};
  if (const auto& resource = payload.resource) {
    json["resource"] = {{"name", resource->name}, {"min", resource->min}, {"max", resource->max}};
  }
  if (payload.earlier) {
    for (const EarlierStudy& study : *payload.earlier) json["earlier"].push_back(to_json(study));
  }
  return json;
}

CreatedPayload created_from_json(const Json& json) {
  const auto format = read_payload("created", [&] { return json.at("format").get<std::int64_t>(); });
  if (format > event_format) {
    throw StorageError(fmt::format("the study was made by a newer version of Vernier (format {})", format),
                       fmt::format("format {} or older", event_format), "Update Vernier, or use another study.");
  }
  return read_payload("created", [&] {
    CreatedPayload payload;
    if (const Json& space = json.at("space"); !space.is_null()) payload.space = space_from_json(space, "space");
    payload.objectives = objectives_from_json(json.at("objectives"));
    if (const auto resource = json.find("resource"); resource != json.end()) {
      payload.resource = Resource{resource->at("name").get<std::string>(), resource->at("min").get<double>(),
                                  resource->at("max").get<double>()};
    }
    read_optional(json, "window", payload.window);
    json.at("seed").get_to(payload.seed);
    payload.sampler = component_from_json(json.at("sampler"), "sampler of the study");
    payload.pruner = component_from_json(json.at("pruner"), "pruner of the study");
    if (payload.pruner.empty()) payload.pruner = "none";
    if (const auto earlier = json.find("earlier"); earlier != json.end()) {
      std::vector<EarlierStudy> studies;
      for (const Json& study : *earlier) studies.push_back(earlier_from_json(study));
      payload.earlier = std::make_shared<const std::vector<EarlierStudy>>(std::move(studies));
    }
    read_optional(json, "build", payload.build);
    read_optional(json, "machine", payload.machine);
    read_optional(json, "identity", payload.identity);
    return payload;
  });
}

Json to_json(const AssignedPayload& payload) {
  Json json{{"kind", payload.resume ? "resume" : (payload.told ? "told" : "start")},
            {"params", to_json(payload.params)}};
  if (payload.clone_of) json["clone_of"] = *payload.clone_of;
  if (payload.resume_from) json["resume_from"] = *payload.resume_from;
  if (payload.limit) json["limit"] = *payload.limit;
  json["owner"] = payload.owner;
  if (payload.prefix) json["prefix"] = *payload.prefix;
  json["seen"] = payload.seen;
  if (payload.enqueued) json["enqueued"] = *payload.enqueued;
  return json;
}

AssignedPayload assigned_from_json(const Json& json) {
  return read_payload("assigned", [&] {
    AssignedPayload payload;
    const auto& kind = json.at("kind").get_ref<const std::string&>();
    payload.resume = kind == "resume";
    payload.told = kind == "told";
    payload.params = params_from_json(json.at("params"), "params");
    read_optional(json, "clone_of", payload.clone_of);
    read_optional(json, "resume_from", payload.resume_from);
    read_optional(json, "limit", payload.limit);
    json.at("owner").get_to(payload.owner);
    read_optional(json, "prefix", payload.prefix);
    json.at("seen").get_to(payload.seen);
    read_optional(json, "enqueued", payload.enqueued);
    return payload;
  });
}

Json to_json(const EndedPayload& payload) {
  Json json{{"state", to_string(payload.state)}};
  if (!payload.constraints.empty()) json["constraints"] = payload.constraints;
  if (!payload.why.empty()) json["why"] = payload.why;
  json["seconds"] = payload.seconds;
  if (payload.cost) json["cost"] = *payload.cost;
  if (payload.params) {
    json["params"] = to_json(*payload.params);
    Json distributions = Json::object();
    for (const auto& [name, distribution] : payload.distributions) distributions[name] = to_json(distribution);
    json["distributions"] = std::move(distributions);
  }
  return json;
}

EndedPayload ended_from_json(const Json& json) {
  return read_payload("ended", [&] {
    EndedPayload payload;
    payload.state = trial_state_from_text(json.at("state").get_ref<const std::string&>());
    read_optional(json, "constraints", payload.constraints);
    read_optional(json, "why", payload.why);
    read_optional(json, "seconds", payload.seconds);
    read_optional(json, "cost", payload.cost);
    if (const auto params = json.find("params"); params != json.end()) {
      payload.params = params_from_json(*params, "params");
      for (const auto& [name, distribution] : json.at("distributions").items()) {
        payload.distributions.emplace(name, distribution_from_json(distribution, name));
      }
    }
    return payload;
  });
}

Json to_json(const BudgetPayload& payload) {
  Json json = Json::object();
  if (payload.budget.trials) json["trials"] = *payload.budget.trials;
  if (payload.budget.resource) json["resource"] = *payload.budget.resource;
  if (payload.window) json["window"] = *payload.window;
  return json;
}

BudgetPayload budget_from_json(const Json& json) {
  return read_payload("budget", [&] {
    BudgetPayload payload;
    read_optional(json, "trials", payload.budget.trials);
    read_optional(json, "resource", payload.budget.resource);
    read_optional(json, "window", payload.window);
    return payload;
  });
}

}  // namespace vernier
