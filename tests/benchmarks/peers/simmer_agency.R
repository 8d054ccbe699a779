# W2 in simmer: a trajectory with a selected resource.
#
#     Rscript simmer_agency.R HOURS SEED
#
# An arrival queues at one resource only, so where W2 would let a task wait for several groups at once, here
# it joins the shortest queue for its size.  Everything else is W2.

suppressPackageStartupMessages(library(simmer))

arguments <- commandArgs(trailingOnly = TRUE)
hours <- as.numeric(arguments[1])
set.seed(as.integer(arguments[2]))

workers <- c(ai = 4, junior = 10, mid = 8, senior = 6, freelance = 8)
factors <- c(ai = 0.5, junior = 1.0, mid = 0.8, senior = 0.7, freelance = 0.9)
routes <- list(
  c("ai", "junior", "freelance"),
  c("junior", "mid", "freelance"),
  c("mid", "senior", "freelance"),
  c("senior", "mid")
)
shares <- c(0.4, 0.3, 0.2, 0.1)
means <- c(1, 2, 4, 6)

lognormal <- function(mean, cv) {
  variance <- log(1 + cv^2)
  rlnorm(1, log(mean) - 0.5 * variance, sqrt(variance))
}

env <- simmer("W2")

chosen <- function(route) {
  idle <- get_server_count(env, route) < workers[route]
  if (any(idle)) return(route[which(idle)[1]])
  route[which.min(get_queue_count(env, route) / workers[route])]
}

task <- trajectory() %>%
  set_attribute("kind", function() sample.int(4, 1, prob = shares)) %>%
  select(function() chosen(routes[[get_attribute(env, "kind")]])) %>%
  seize_selected(1) %>%
  timeout(function() {
    lognormal(means[get_attribute(env, "kind")], 0.6) * factors[[get_selected(env)]]
  }) %>%
  release_selected(1) %>%
  seize("senior", 1) %>%
  timeout(function() lognormal(0.3, 0.5)) %>%
  release("senior", 1) %>%
  rollback(7, check = function() runif(1) < 0.2)

for (name in names(workers)) env %>% add_resource(name, capacity = workers[[name]], mon = FALSE)
env %>%
  add_generator("high", task, function() rexp(1, 10 * 0.15), priority = 1) %>%
  add_generator("normal", task, function() rexp(1, 10 * 0.85), priority = 0)

used <- function() sum(proc.time()[c("user.self", "sys.self")])
begun <- used()
env %>% run(until = hours) %>% invisible()
seconds <- used() - begun

visits <- get_mon_arrivals(env, per_resource = TRUE)
tasks <- get_mon_arrivals(env)
arrived <- get_n_generated(env, "high") + get_n_generated(env, "normal")
cat(sprintf(
  '{"tasks": %d, "cpu_seconds": %.6f, "mean_wait": %.17g, "mean_flow": %.17g}\n',
  as.integer(arrived), seconds,
  mean(visits$end_time - visits$start_time - visits$activity_time),
  mean(tasks$end_time - tasks$start_time)
))
