// SPDX-License-Identifier: Apache-2.0
#include "health_routes.hpp"
#include "support/open_gate.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace tocsin::app {
namespace {

/// A store that can be read, or cannot.
class StubStore final : public store::Store {
public:
    explicit StubStore(bool works) : works_(works) {}
    Result<> write(std::function<Result<>(store::Tx&)> const&, store::AuditEntry const&) override {
        return {};
    }
    Result<> ingest(std::function<Result<>(store::Tx&)> const&) override { return {}; }
    Result<> read(std::function<Result<>(store::Tx const&)> const&) const override {
        return works_ ? Result<>{} : Error{Errc::unavailable, "the database is not there"};
    }

private:
    bool works_;
};

TEST(Health, ReadyIsAStoreThatCanBeRead) {
    for (bool const works : {true, false}) {
        StubStore store(works);
        for (auto const& route : healthRoutes(store)) {
            auto const answer = route.handler(test::everyRight(), {});
            EXPECT_EQ(answer.has_value(), works || route.pattern == "/livez") << route.pattern;
            EXPECT_TRUE(route.withoutAuthorisation);
            EXPECT_EQ(route.answersAtOnce, route.pattern == "/livez");
        }
    }
}

TEST(OpenApiRoute, DescribesEveryRouteAndItself) {
    StubStore store(true);
    auto routes = healthRoutes(store);
    routes.push_back(openApiRoute(routes));
    auto const answer = routes.back().handler(test::everyRight(), {});
    ASSERT_TRUE(answer);
    auto const paths = boost::json::parse(answer->body).at("paths").as_object();
    EXPECT_EQ(paths.size(), routes.size());
    for (auto const& route : routes) {
        EXPECT_TRUE(paths.contains(route.pattern)) << route.pattern;
    }
}

}  // namespace
}  // namespace tocsin::app
