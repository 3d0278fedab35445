using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Benchmarks.Fields;

/// <summary>An invented person; the same number gives the same one.</summary>
internal sealed record Person(PatientId Id, PersonName Name, DateOnly BirthDate, string Sex, string Mrn, string NationalId, ContactDetails Contact)
{
    public static string MrnOf(int number) => $"MRN-{number:000000}";

    public static string EmailOf(int number) => $"person.{number}@example.org";

    public static Person Invent(int number)
    {
        var name = Names.Of(number);
        return new Person(
            PatientId.New(), name, new DateOnly(1930, 1, 1).AddDays(number * 7919 % 33_000), number % 2 == 0 ? "female" : "male", MrnOf(number), $"000-{number / 10_000:00}-{number % 10_000:0000}",
            new ContactDetails(
                [$"(2{number % 100:00}) 555-01{number / 100 % 100:00}"], [EmailOf(number)], [$"{1 + (number % 900)} Elm Street", "00010 Springfield", "MA", "US"]));
    }

    public Patient Protect(Access access, PatientIndexes indexes, Guid row) => new()
    {
        Id = row, PatientId = Id,
        Name = access.Protect(Id, Name), BirthDate = access.Protect(Id, BirthDate), Sex = access.Protect(Id, Sex), Mrn = access.Protect(Id, Mrn),
        NationalId = access.Protect(Id, NationalId), Contact = access.Protect(Id, Contact), Deceased = access.Protect(Id, Death),
        SourceDisplays = access.Protect<IReadOnlyList<string>>(Id, [Name.InFull()]),
        MrnIndex = indexes.Mrn(Mrn), NationalIdIndex = indexes.NationalId(NationalId), BirthDateIndex = indexes.BirthDate(BirthDate),
        EmailIndex = indexes.Email(Contact.Emails[0]), PhoneIndex = indexes.Phone(Contact.Phones[0]),
    };

    public PatientListRow Listed(Access access) => new()
    {
        Id = Id.Value, PatientId = Id, Name = access.Protect(Id, Name), BirthDate = access.Protect(Id, BirthDate), Sex = access.Protect(Id, Sex), Mrn = access.Protect(Id, Mrn),
    };

    public PlainPerson Plain(Guid row) => new()
    {
        Id = row, PatientId = Id.Value, Name = Name, BirthDate = BirthDate, Sex = Sex, Mrn = Mrn, NationalId = NationalId, Contact = Contact,
        Deceased = Death, SourceDisplays = [Name.InFull()], Email = Contact.Emails[0], Phone = Contact.Phones[0],
    };

    private DateTimeOffset Death => new(BirthDate.AddYears(70), new TimeOnly(4, 0), TimeSpan.Zero);
}
