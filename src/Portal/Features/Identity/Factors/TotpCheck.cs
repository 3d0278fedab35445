using Portal.Features.Identity.Accounts;

namespace Portal.Features.Identity.Factors;

/// <summary>Accepts a code once: it must be right, and its time step not yet taken for the account.</summary>
internal sealed class TotpCheck(TryCounter counter, TimeProvider clock)
{
    public async Task<bool> AcceptAsync(Guid account, byte[] secret, string code, CancellationToken cancel)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        return Totp.StepOf(secret, digits, clock.GetUtcNow()) is { } step && await counter.TakeStepAsync(account, step, cancel);
    }

    /// <summary>The same for the first code of a secret that takes the place of another: the step may have been taken with a code of the old one.</summary>
    public async Task<bool> AcceptFirstAsync(Guid account, byte[] secret, string code, CancellationToken cancel)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        if (Totp.StepOf(secret, digits, clock.GetUtcNow()) is not { } step)
        {
            return false;
        }

        await counter.TakeStepAsync(account, step, cancel);
        return true;
    }
}
