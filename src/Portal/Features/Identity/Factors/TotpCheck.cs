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
}
