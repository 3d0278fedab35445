using Microsoft.Extensions.Localization;
using Portal.Features.Identity.Invitations;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Web.Features.AuditTrail;

/// <summary>Finds whom a search form means by the record number and by the part of a name that are typed in it.</summary>
internal sealed class AuditWho(FindPatientByNumber patients, FindStaff staff, IStringLocalizer<AuditTexts> texts)
{
    /// <summary>Puts the ids into the form; where somebody is not found, or several people fit, the form says so and the answer is <c>false</c>.</summary>
    public async Task<bool> FindAsync(Actor actor, AuditForm form, CancellationToken cancel)
    {
        form.Choices = [];
        await FindPatientAsync(actor, form, cancel);
        await FindPersonAsync(actor, form, cancel);
        return !form.Faults.Any;
    }

    private async Task FindPatientAsync(Actor actor, AuditForm form, CancellationToken cancel)
    {
        if (form.Patient is null && form.Number?.Trim() is { Length: > 0 } number)
        {
            // A record number first: some hospitals' numbers look like a token.
            form.Patient = await patients.ForAsync(actor, number, cancel) ?? (Guid.TryParse(number, out var id) ? new PatientId(id) : null);
            form.Faults = form.Faults with { Patient = form.Patient is null ? texts["Patient.None"].Value : null };
        }
    }

    private async Task FindPersonAsync(Actor actor, AuditForm form, CancellationToken cancel)
    {
        if (form.Person is not null || form.PersonText?.Trim() is not { Length: > 0 } text)
        {
            return;
        }

        if (Guid.TryParse(text, out var id))
        {
            (form.Person, form.PersonName) = (new AccountId(id), null);
            return;
        }

        var mayName = actor.Has(Permission.ReadAccounts);
        var found = mayName ? await staff.ForAsync(actor, text, cancel) : [];
        if (found is [var only])
        {
            (form.Person, form.PersonName) = (only.Id, only.Name);
            return;
        }

        form.Choices = found;
        form.Faults = form.Faults with { Person = texts[!mayName ? "Person.NotAnId" : found.Count == 0 ? "Person.None" : found.Count < FindStaff.Most ? "Person.Which" : "Person.Many"] };
    }
}
