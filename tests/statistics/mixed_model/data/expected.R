# Expected values of the mixed models, from cases.csv. Run in this folder: Rscript expected.R
# The optimiser is told to stop late: with its default, lme4 may stop 1e-7 above the smallest criterion,
# where variances still differ in the fifth decimal.
suppressMessages({library(lme4); library(pbkrtest); library(clubSandwich); library(jsonlite)})
all_cases <- read.csv("cases.csv")
late <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10), check.conv.singular = "ignore")
fixed <- c(A = "timepoint", Ax = "timepoint + x", B = "when", Bx = "when + x",
           I = "timepoint * group", D = "timepoint * arm")

contrast <- function(f, line, adjusted) {
  error <- sqrt(drop(line %*% adjusted %*% line))
  estimate <- sum(line * fixef(f))
  df <- get_Lb_ddf(f, line)
  list(estimate = estimate, se = error, df = df, p = 2 * pt(-abs(estimate / error), df))
}

run <- function(d, model) {
  d$person <- interaction(d$site, d$respondent, drop = TRUE)
  d$when <- factor(d$timepoint)
  sites <- if (model %in% c("B", "Bx")) "(1 | site) + (1 | site:when)" else "(1 + timepoint || site)"
  persons <- if (nlevels(d$person) < nrow(d)) "+ (1 | person)" else ""
  f <- lmer(as.formula(paste("score ~", fixed[[model]], "+", sites, persons)), d, control = late)
  adjusted <- as.matrix(vcovAdj(f))
  p <- length(fixef(f))
  unit <- diag(p)
  variances <- as.data.frame(VarCorr(f))
  robust <- coef_test(f, vcov = vcovCR(f, cluster = d$site, type = "CR2"), test = "Satterthwaite")
  result <- list(
    terms = names(fixef(f)), beta = unname(fixef(f)), se = unname(sqrt(diag(as.matrix(vcov(f))))),
    kenward_roger = lapply(1:p, function(j) contrast(f, unit[j, ], adjusted)),
    groups = paste(variances$grp, variances$var1), variances = variances$vcov,
    reml = REMLcrit(f), singular = isSingular(f),
    cr2 = list(se = robust$SE, df = robust$df_Satt, p = robust$p_Satt))
  if (model %in% c("A", "Ax")) {
    middle <- if (model == "Ax") mean(d$x) else numeric(0)
    result$means <- lapply(0:1, function(at) contrast(f, c(1, at, middle), adjusted))
  }
  if (model == "I") {
    lines <- unit[grep(":", names(fixef(f))), ]
    test <- KRmodcomp(f, lines)$test["Ftest", ]
    result$joint <- list(f = test$stat, ndf = test$ndf, ddf = test$ddf, scaling = test$F.scaling, p = test$p.value)
    result$changes <- lapply(1:3, function(g) contrast(f, unit[2, ] + (if (g > 1) lines[g - 1, ] else 0), adjusted))
  }
  if (model == "D") {
    result$arm_0 <- contrast(f, unit[2, ], adjusted)
    result$arm_1 <- contrast(f, unit[2, ] + unit[4, ], adjusted)
  }
  result
}

out <- list(versions = as.list(c(R = R.version.string, sapply(c("lme4", "pbkrtest", "clubSandwich"),
                                                       function(x) as.character(packageVersion(x))))))
for (case in unique(all_cases$case)) {
  d <- all_cases[all_cases$case == case, ]
  models <- if (max(d$timepoint) == 1) c("A", "Ax", "B", "I", "D") else c("B", "Bx")
  if (case == "five_sites") models <- setdiff(models, c("I", "D"))
  for (model in models) out[[paste(case, model)]] <- run(d, model)
}
write(toJSON(out, auto_unbox = TRUE, digits = 12, dataframe = "columns"), "expected.json")
