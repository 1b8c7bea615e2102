# Expected values for the tests of the survey strand: the reference study, scored, matched and analysed in R
# from its raw files, without a line of the package. Run at the root of the repository:
#   Rscript tests/quantitative/data/reference_study.R tests/quantitative/data/reference_study.json
suppressMessages({
  library(jsonlite); library(lme4); library(pbkrtest); library(clubSandwich); library(ordinal); library(psych)
})
raw <- do.call(rbind, lapply(c("baseline", "follow_up"), function(when)
  read.csv(sprintf("quantitative/survey_%s.csv", when), stringsAsFactors = FALSE, na.strings = "")))
keys <- read.csv("instruments/prescriber_survey/items.csv", stringsAsFactors = FALSE)
keys$scale <- as.character(keys$scale)
later <- as.numeric(raw$timepoint == "follow_up")
person <- paste(raw$practice, raw$role, raw$respondent)
matched <- person %in% intersect(person[later == 0], person[later == 1])
found <- list()
put <- function(id, value, low = NULL, high = NULL) found[[paste0("survey.", id)]] <<- unname(c(value, low, high))
interval <- function(b, se, df) b + c(-1, 1) * qt(.975, df) * se
put_test <- function(about, what, b, se, df) {
  i <- interval(b, se, df)
  put(sprintf("%s.mean_change.%s", about, what), b, i[1], i[2])
  put(sprintf("%s.p_value.%s", about, what), 2 * pt(-abs(b / se), df))
}

as_ticked <- function(item) { v <- raw[[item]]; v[v %in% c(-99, -88, -77)] <- NA; v }
as_scored <- function(item) {
  v <- as_ticked(item)
  if (keys$reverse_scored[keys$item_id == item] == "yes") 6 - v else v
}
items_of <- function(scale) keys$item_id[keys$scale == scale]
items_scored <- function(scale) sapply(items_of(scale), as_scored)
# At least 2 of 3 items, 4 of 6 for the confidence in tasks; or another share of them.
score <- function(scale, share = 2 / 3) {
  x <- items_scored(scale)
  enough <- rowSums(!is.na(x)) >= max(1, ceiling(share * ncol(x) - 1e-9))
  ifelse(enough, rowMeans(x, na.rm = TRUE), NA)
}
rows <- function(y) {
  d <- data.frame(y = y, later, site = factor(raw$practice), when = raw$timepoint, person, role = raw$role)
  d[!is.na(d$y), ]
}
fit <- function(formula, d) suppressMessages(suppressWarnings(lmer(formula, d, REML = TRUE,
  control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))))
slopes <- y ~ later + (1 + later || site) + (1 | person)
kenward_roger <- function(m, l) {
  b <- sum(l * fixef(m)); se <- sqrt(drop(t(l) %*% as.matrix(vcovAdj(m)) %*% l)); list(b, se, get_Lb_ddf(m, l))
}
model <- function(about, what, d, formula = slopes) {
  k <- kenward_roger(fit(formula, d), c(0, 1)); put_test(about, what, k[[1]], k[[2]], k[[3]]); k
}

of_model <- function(s, d) {
  k <- model(s, "mixed_model", d)
  put(paste0(s, ".standard_error.mixed_model"), k[[2]])
  put(paste0(s, ".degrees_of_freedom.mixed_model"), k[[3]])
  v <- as.data.frame(VarCorr(fit(slopes, d)))
  put(paste0(s, ".variance_site.mixed_model"), v$vcov[grepl("^site", v$grp) & v$var1 %in% "(Intercept)"])
  put(paste0(s, ".variance_site_slope.mixed_model"), v$vcov[v$var1 %in% "later"])
  put(paste0(s, ".variance_respondent.mixed_model"), v$vcov[v$grp == "person"])
  put(paste0(s, ".variance_residual.mixed_model"), v$vcov[v$grp == "Residual"])
  # lme of nlme: clubSandwich does not take the uncorrelated terms of lmer.
  d <<- d
  m <- nlme::lme(y ~ later, d, random = list(site = nlme::pdDiag(~later), person = ~1),
    control = nlme::lmeControl(opt = "optim", msTol = 1e-12, msMaxIter = 500, returnObject = TRUE))
  r <- as.data.frame(coef_test(m, vcov = vcovCR(m, cluster = d$site, type = "CR2"), test = "Satterthwaite"))[2, ]
  put_test(s, "mixed_model_cr2", r$beta, r$SE, r$df_Satt)
  model(s, "site_by_timepoint", d, y ~ later + (1 | site) + (1 | site:when) + (1 | person))
  model(s, "matching_nobody", d, y ~ later + (1 + later || site))
  without <- sapply(levels(d$site), function(one) {
    k <- kenward_roger(fit(slopes, d[d$site != one, ]), c(0, 1)); c(k[[1]], interval(k[[1]], k[[2]], k[[3]]))
  })
  ends <- without[, c(which.min(without[1, ]), which.max(without[1, ]))]
  put(paste0(s, ".mean_change.without_one_site_lowest"), ends[, 1])
  put(paste0(s, ".mean_change.without_one_site_highest"), ends[, 2])
  for (share in c(.5, .8, 1)) model(s, paste0("prorating_", 100 * share), rows(score(s, share)))
}

signed_rank <- function(change, drop_zeros) {
  if (drop_zeros) change <- change[change != 0]
  ranks <- round(2 * rank(abs(change)))[change != 0]
  chance <- c(1, numeric(sum(ranks)))
  for (rank in ranks) chance <- (chance + c(numeric(rank), chance)[seq_along(chance)]) / 2
  seen <- sum(ranks[change[change != 0] > 0]); middle <- sum(ranks) / 2
  sum(chance[abs(seq_along(chance) - 1 - middle) >= abs(seen - middle) - 1e-9])
}
walsh_median <- function(x) { w <- outer(x, x, "+") / 2; median(w[upper.tri(w, diag = TRUE)]) }

of_pairs <- function(s, y) {
  who <- person[matched & later == 0]
  before <- y[later == 0][match(who, person[later == 0])]; after <- y[later == 1][match(who, person[later == 1])]
  both <- !is.na(before) & !is.na(after); before <- before[both]; after <- after[both]
  change <- round(after - before, 12); t <- t.test(change)
  put(paste0(s, ".mean_change.matched_t"), t$estimate, t$conf.int[1], t$conf.int[2])
  put(paste0(s, ".p_value.matched_t"), t$p.value)
  put(paste0(s, ".hodges_lehmann_change.signed_rank"), walsh_median(change))
  put(paste0(s, ".hodges_lehmann_change_zeros_dropped.signed_rank_zeros_dropped"), walsh_median(change[change != 0]))
  put(paste0(s, ".signed_rank_p_value_pratt.signed_rank"), signed_rank(change, FALSE))
  put(paste0(s, ".signed_rank_p_value_zeros_dropped.signed_rank_zeros_dropped"), signed_rank(change, TRUE))
  half <- qt(.975, length(change) - 1) * sd(change) / sqrt(length(change))
  unmatched <- sum(!matched & later == 0); share <- unmatched / (unmatched + length(change))
  put(paste0(s, ".share_unmatched.tipping_point"), share)
  put(paste0(s, ".zero_delta.tipping_point"), -mean(change) / share)
  if (abs(mean(change)) > half) {
    put(paste0(s, ".interval_delta.tipping_point"), -(mean(change) - sign(mean(change)) * half) / share)
    put(paste0(s, ".unmatched_change.tipping_point"), mean(change) - (mean(change) - sign(mean(change)) * half) / share)
  }
  z <- mean(change) / sd(change); m <- length(change) - 1; moved <- change[change != 0]; r <- rank(abs(moved))
  put(paste0(s, ".standardised_mean_change_av.paired"), mean(change) / sqrt((var(before) + var(after)) / 2))
  put(paste0(s, ".standardised_mean_change_z.paired"), z)
  put(paste0(s, ".standardised_mean_change_z_hedges.matched"),
    z * exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2))
  put(paste0(s, ".rank_biserial.matched"), sum(sign(moved) * r) / sum(r))
  put(paste0(s, ".probability_of_improvement.matched"), mean(change > 0) + mean(change == 0) / 2)
  of_overlap(s, before, after, y)
  of_weights(s, y)
}

# Derrick et al. (2017), unequal variances.
of_overlap <- function(s, before, after, y) {
  x1 <- c(before, y[later == 0 & !is.na(y) & !(matched & person %in% person[matched & !is.na(y) & later == 1])])
  x2 <- c(after, y[later == 1 & !is.na(y) & !(matched & person %in% person[matched & !is.na(y) & later == 0])])
  n1 <- length(x1); n2 <- length(x2); pairs <- length(before); alone <- n1 + n2 - 2 * pairs
  v1 <- var(x1) / n1; v2 <- var(x2) / n2
  se <- sqrt(v1 + v2 - 2 * cor(before, after) * sd(x1) * sd(x2) * pairs / (n1 * n2))
  welch <- (v1 + v2)^2 / (v1^2 / (n1 - 1) + v2^2 / (n2 - 1))
  df <- pairs - 1 + (welch - pairs + 1) / (n1 + n2) * alone
  put_test(s, "partially_overlapping", mean(x2) - mean(x1), se, df)
}

of_weights <- function(s, y) {
  b <- data.frame(y, person, role = raw$role, site = raw$practice)[later == 0 & !is.na(y), ]
  b$after <- y[later == 1][match(b$person, person[later == 1])]
  b$answered <- !is.na(b$after)
  g <- glm(answered ~ y + role, binomial, b, control = list(epsilon = 1e-14, maxit = 100))
  b$weight <- mean(b$answered) / fitted(g); b <- b[b$answered, ]
  cut <- quantile(b$weight, c(.01, .99)); b$weight <- pmin(pmax(b$weight, cut[1]), cut[2])
  b <<- b
  m <- lm(after - y ~ 1, b, weights = weight)
  r <- as.data.frame(coef_test(m, vcov = vcovCR(m, cluster = b$site, type = "CR2"), test = "Satterthwaite"))
  put_test(s, "nonresponse_weights", r$beta, r$SE, r$df_Satt)
}

of_sites <- function(s, d) {
  m <- lm(y ~ later, d)
  r <- as.data.frame(coef_test(m, vcov = vcovCR(m, cluster = d$site, type = "CR2"), test = "Satterthwaite"))[2, ]
  put_test(s, "unlinked_cr2", r$beta, r$SE, r$df_Satt)
  means <- tapply(d$y, list(d$site, d$later), mean); change <- na.omit(means[, 2] - means[, 1]); t <- t.test(change)
  put(paste0(s, ".mean_change.site_summary"), t$estimate, t$conf.int[1], t$conf.int[2])
  put(paste0(s, ".p_value.site_summary"), t$p.value)
  put(paste0(s, ".mean_change.site_sign_flip"), mean(change))
  sums <- 0; for (one in change) sums <- c(sums - one, sums + one)
  put(paste0(s, ".p_value.site_sign_flip"), mean(abs(sums) >= abs(sum(change)) - 1e-9))
}

of_roles <- function(s, d) {
  d$role <- factor(d$role)
  m <- fit(y ~ 0 + role + role:later + (1 + later || site) + (1 | person), d)
  names <- names(fixef(m)); at <- grep(":later", names); L <- matrix(0, length(at) - 1, length(names))
  L[, at[1]] <- -1; for (i in seq_len(nrow(L))) L[i, at[i + 1]] <- 1
  put(paste0(s, ".p_value.interaction.stakeholder_group"), KRmodcomp(m, L)$test["Ftest", "p.value"])
  for (i in at) {
    k <- kenward_roger(m, as.numeric(seq_along(names) == i)); ci <- interval(k[[1]], k[[2]], k[[3]])
    role <- sub("role(.*):later", "\\1", names[i])
    put(sprintf("%s.mean_change.interaction.stakeholder_group.%s", s, role), k[[1]], ci[1], ci[2])
    for (when in c("baseline", "follow_up"))
      put(sprintf("%s.count.interaction.stakeholder_group.%s.%s", s, role, when), sum(d$role == role & d$when == when))
  }
}

# Difference in differences, as if the last five sites had not had the programme.
of_comparison <- function(s, d) {
  d$programme <- as.numeric(d$site %in% sprintf("S%02d", 1:15))
  m <- fit(y ~ programme + later + programme:later + (1 + later || site) + (1 | person), d)
  for (what in list(list("programme_sites", c(0, 0, 1, 1)), list("comparison_sites", c(0, 0, 1, 0)),
                    list("effect", c(0, 0, 0, 1)))) {
    k <- kenward_roger(m, what[[2]]); ci <- interval(k[[1]], k[[2]], k[[3]])
    name <- if (what[[1]] == "effect") "difference_in_differences" else "mean_change"
    put(sprintf("%s.%s.difference_in_differences.%s", s, name, what[[1]]), k[[1]], ci[1], ci[2])
  }
  put(sprintf("%s.p_value.difference_in_differences.effect", s), 2 * pt(-abs(k[[1]] / k[[2]]), k[[3]]))
}

of_measurement <- function(s, y) for (when in c("baseline", "follow_up")) {
  here <- raw$timepoint == when; x <- items_scored(s)[here, ]; x <- x[complete.cases(x), ]
  at <- function(what) sprintf("%s.%s.%s", s, what, when)
  put(at("cronbachs_alpha"), psych::alpha(x, check.keys = FALSE, warnings = FALSE)$total$raw_alpha)
  f <- lavaan::parameterEstimates(lavaan::cfa(paste("f =~", paste(colnames(x), collapse = "+")), x, std.lv = TRUE))
  load <- sum(f$est[f$op == "=~"])^2; put(at("omega_total"), load / (load + sum(f$est[f$op == "~~" & f$lhs != "f"])))
  r <- suppressWarnings(suppressMessages(psych::polychoric(x, correct = 0, global = FALSE, max.cat = 12)))$rho
  put(at("ordinal_alpha"), psych::alpha(r, check.keys = FALSE, warnings = FALSE)$total$raw_alpha)
  r <- cor(x); put(at("inter_item_correlation"), mean(r[lower.tri(r)]))
  a <- anova(lm(y[here] ~ factor(raw$practice[here]))); per <- table(raw$practice[here & !is.na(y)]); per <- per[per > 0]
  size <- (sum(per) - sum(per^2) / sum(per)) / (length(per) - 1); mean_square <- a$`Mean Sq`
  put(at("icc1"), (mean_square[1] - mean_square[2]) / (mean_square[1] + (size - 1) * mean_square[2]))
  ends <- if (s == "prescriber_confidence") c(0, 10) else c(1, 5)
  put(at("floor"), mean(y[here] == ends[1], na.rm = TRUE)); put(at("ceiling"), mean(y[here] == ends[2], na.rm = TRUE))
  for (item in colnames(x)) {
    put(sprintf("item.%s.item_rest_correlation.%s", item, when), cor(x[, item], rowSums(x) - x[, item]))
    put(sprintf("item.%s.cronbachs_alpha_if_dropped.%s", item, when),
      psych::alpha(x[, colnames(x) != item], check.keys = FALSE, warnings = FALSE)$total$raw_alpha)
    put(sprintf("item.%s.share.missing.%s", item, when), mean(is.na(as_ticked(item)[here])))
  }
}

wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
of_item <- function(item) {
  v <- as_ticked(item); least <- if (grepl("^task", item)) 7 else 4; about <- paste0("item.", item)
  for (when in c("baseline", "follow_up")) {
    x <- na.omit(v[raw$timepoint == when]) >= least; ci <- wilson(sum(x), length(x))
    put(sprintf("%s.share.at_least_%d.%s", about, least, when), mean(x), ci[1], ci[2])
  }
  who <- person[matched & later == 0]
  before <- v[later == 0][match(who, person[later == 0])]; after <- v[later == 1][match(who, person[later == 1])]
  both <- !is.na(before) & !is.na(after); before <- before[both]; after <- after[both]; n <- length(before)
  e <- sum(before >= least & after >= least); f <- sum(before >= least & after < least)
  g <- sum(before < least & after >= least); h <- n - e - f - g
  # Newcombe (1998), method 10 for paired proportions.
  w1 <- wilson(e + f, n); w2 <- wilson(e + g, n); p1 <- (e + f) / n; p2 <- (e + g) / n; cross <- e * h - f * g
  cross <- if (cross > n / 2) cross - n / 2 else if (cross >= 0) 0 else cross
  phi <- cross / sqrt((e + f) * (g + h) * (e + g) * (f + h)); if (is.nan(phi)) phi <- 0
  gap <- function(a, b) sqrt(a^2 - 2 * phi * a * b + b^2)
  put(paste0(about, ".share_difference.matched"), p2 - p1, p2 - p1 - gap(p2 - w2[1], w1[2] - p1),
    p2 - p1 + gap(w2[2] - p2, p1 - w1[1]))
  put(paste0(about, ".exact_p_value.mcnemar_exact"), binom.test(f, f + g)$p.value)
  if (f != g) put(paste0(about, ".mid_p_value.mcnemar_mid_p"),
    2 * pbinom(min(f, g), f + g, .5) - dbinom(min(f, g), f + g, .5))
  all <- sort(unique(c(before, after))); moves <- table(factor(before, all), factor(after, all))
  q <- unname(as.numeric(coin::statistic(coin::mh_test(as.table(moves)))))
  put(paste0(about, ".stuart_maxwell.stuart_maxwell"), q)
  put(paste0(about, ".p_value.stuart_maxwell"), pchisq(q, length(all) - 1, lower.tail = FALSE))
  put(paste0(about, ".bhapkar.bhapkar"), q / (1 - q / n))
  d <- data.frame(v = factor(v), later, site = raw$practice); d <- droplevels(d[!is.na(d$v), ])
  m <- clm(v ~ later, data = d, control = clm.control(gradTol = 1e-10)); b <- coef(m)[["later"]]
  meat <- crossprod(rowsum(sandwich::estfun(m), d$site)); sites <- length(unique(d$site))
  se <- sqrt((vcov(m) %*% meat %*% vcov(m))["later", "later"] * sites / (sites - 1))
  ci <- exp(interval(b, se, sites - 1)); put(paste0(about, ".odds_ratio.cumulative_link"), exp(b), ci[1], ci[2])
  put(paste0(about, ".p_value.cumulative_link"), 2 * pt(-abs(b / se), sites - 1))
}

# Little (1988) with means and covariances by maximum likelihood (EM to convergence).
of_missing <- function() for (when in c("baseline", "follow_up")) {
  x <- sapply(unique(keys$scale), score)[raw$timepoint == when, ]; n <- nrow(x); k <- ncol(x)
  mu <- colMeans(x, na.rm = TRUE); S <- cov(x, use = "complete.obs"); gone <- is.na(x)
  for (step in 1:5000) {
    full <- x; extra <- matrix(0, k, k)
    for (i in which(rowSums(gone) > 0)) {
      m <- gone[i, ]; B <- S[m, !m, drop = FALSE] %*% solve(S[!m, !m])
      full[i, m] <- mu[m] + B %*% (x[i, !m] - mu[!m]); extra[m, m] <- extra[m, m] + S[m, m] - B %*% S[!m, m, drop = FALSE]
    }
    new <- colMeans(full); S <- crossprod(sweep(full, 2, new)) / n + extra / n
    if (max(abs(new - mu)) < 1e-14) break
    mu <- new
  }
  patterns <- split(seq_len(n), apply(gone, 1, paste, collapse = "")); chi <- 0; df <- -k
  for (rows in patterns) {
    o <- !gone[rows[1], ]; away <- colMeans(x[rows, o, drop = FALSE]) - mu[o]; df <- df + sum(o)
    chi <- chi + length(rows) * drop(away %*% solve(S[o, o]) %*% away)
  }
  at <- function(what) sprintf("instrument.%s.mcar.%s", what, when)
  put(at("missing_patterns"), length(patterns)); put(at("chi_squared"), chi); put(at("degrees_of_freedom"), df)
  put(at("p_value"), pchisq(chi, df, lower.tail = FALSE))
}

for (s in c("knowledge", "care_pathway")) {
  y <- score(s); d <- rows(y)
  of_model(s, d); of_pairs(s, y); of_sites(s, d); of_roles(s, d); of_comparison(s, d)
  of_measurement(s, y)
}
of_measurement("prescriber_confidence", score("prescriber_confidence"))
for (item in c("know1", "path1", "path3", "align3", "task_start", "task_psych")) of_item(item)
of_missing()
packages <- c("lme4", "nlme", "pbkrtest", "clubSandwich", "coin", "ordinal", "sandwich", "psych", "lavaan")
versions <- c(list(R = paste(R.version$major, R.version$minor, sep = ".")),
  sapply(packages, function(one) as.character(packageVersion(one)), simplify = FALSE))
answers <- list(versions = lapply(versions, unbox), expected = found)
write(toJSON(answers, digits = I(13)), commandArgs(TRUE)[1])
