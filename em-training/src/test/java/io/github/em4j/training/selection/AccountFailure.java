package io.github.em4j.training.selection;

import io.github.em4j.EntityMatchingException;

/** A failure that every other call meets as well. */
public final class AccountFailure extends EntityMatchingException {
  private static final long serialVersionUID = 1L;

  public AccountFailure(String message) {
    super(message);
  }

  @Override
  public boolean endsRun() {
    return true;
  }
}
