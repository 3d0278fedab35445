using System.Globalization;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>Lays accounts out for those who look after them.</summary>
internal sealed class PersonItems(KeyRing keys, TimeProvider clock)
{
    public PersonItem Of(Account account, Role role, DateTimeOffset? lockedUntil, DateTimeOffset? lastSignIn) => new(
        new AccountId(account.Id), NameOf(account, role), EmailOf(account, role), role,
        account.DisabledAt is not null ? AccountState.Disabled
            : lockedUntil > clock.GetUtcNow() ? AccountState.Locked
            : account.FactorEnrolledAt is null ? AccountState.NotEnrolled
            : AccountState.Active,
        lastSignIn, account.CreatedAt);

    public Revealed<string> Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)) ?? default;

    /// <summary>The record too, because a role whose seal does not hold is none.</summary>
    public static bool IsPatients(Account account, Role role) => role == Role.Patient || account.PatientId is not null;

    // To be a patient here is itself about somebody's health: beside that role stand initials.
    private Revealed<string> NameOf(Account account, Role role) =>
        IsPatients(account, role) ? Open(account.ProtectedName).Select(Initials) : Open(account.ProtectedName);

    private Revealed<string> EmailOf(Account account, Role role) =>
        IsPatients(account, role) ? Open(account.ProtectedEmail).Select(MaskedEmail.Of) : Open(account.ProtectedEmail);

    private static string Initials(string name) =>
        string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{StringInfo.GetNextTextElement(word)}."));
}
