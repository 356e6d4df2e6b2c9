// Every scenario by its name, in the order in which they are played. Each makes its own people and leaves no other
// trace than the time it let pass.

import * as accounts from "./accounts.mjs";
import * as registration from "./registration.mjs";
import * as resetPassword from "./reset-password.mjs";
import * as secondFactor from "./second-factor.mjs";
import * as signIn from "./sign-in.mjs";
import * as signUp from "./sign-up.mjs";
import * as trouble from "./trouble.mjs";

export const scenarios = {
  ...signUp.scenarios,
  ...signIn.scenarios,
  ...secondFactor.scenarios,
  ...registration.scenarios,
  ...resetPassword.scenarios,
  ...accounts.scenarios,
  ...trouble.scenarios,
};
