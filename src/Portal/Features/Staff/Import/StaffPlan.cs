using Portal.Features.Staff.Entries;

namespace Portal.Features.Staff.Import;

/// <summary>What a line of a file would do, while the plan is made.</summary>
internal sealed class PlannedLine(StaffLine line)
{
    public StaffLine Line => line;

    /// <summary>The entry that it changes; <c>null</c> for somebody new.</summary>
    public StaffEntry? Entry { get; init; }

    public Guid Id { get; init; }

    /// <summary>What the directory says now.</summary>
    public StaffInput? Before { get; init; }

    /// <summary>What it would say.</summary>
    public StaffInput? After { get; set; }

    /// <summary>The code of why the line is refused.</summary>
    public string? Refusal { get; set; }

    public IReadOnlyList<StaffField> Changes => Before is null || After is null ? [] : Before.DifferencesTo(After);

    public bool Acts => Refusal is null && (Before is null || Changes.Count > 0);
}

/// <summary>
/// What a file would do to the directory as it is. A column that the file does not have leaves the field as it is, and whoever is not in the file stays as they are: an
/// import never removes anybody.
/// </summary>
internal sealed class StaffPlan
{
    private readonly StaffBook book;
    private readonly Dictionary<Guid, StaffEntry> byNumber;
    private readonly Dictionary<Guid, PlannedLine> linesByNumber = [];

    private StaffPlan(StaffBook book, IReadOnlyList<StaffEntry> entries)
    {
        this.book = book;
        byNumber = entries.ToDictionary(entry => new Guid(entry.NumberIndex));
        NumbersById = entries.ToDictionary(entry => entry.Id, entry => book.Read(entry).Number);
        above = entries.ToDictionary(entry => entry.Id, entry => entry.ManagerId);
    }

    private readonly Dictionary<Guid, Guid?> above;

    public IReadOnlyList<PlannedLine> Lines { get; private set; } = [];

    /// <summary>The staff numbers of everybody, with those of the file.</summary>
    public Dictionary<Guid, string> NumbersById { get; }

    public static StaffPlan Make(StaffBook book, IReadOnlyList<StaffEntry> entries, IReadOnlyList<StaffLine> lines)
    {
        var plan = new StaffPlan(book, entries);
        plan.Lines = [.. lines.Select(plan.Begin)];
        plan.Managers();
        plan.Circles();
        return plan;
    }

    private PlannedLine Begin(StaffLine line)
    {
        if (line.Fault is not null || line.Cells[StaffField.Number] is not { } number || !number.Any(char.IsLetterOrDigit))
        {
            return new PlannedLine(line) { Refusal = line.Fault ?? "number" };
        }

        var key = new Guid(book.NumberIndexOf(number));
        var entry = byNumber.GetValueOrDefault(key);
        var planned = new PlannedLine(line) { Entry = entry, Id = entry?.Id ?? Guid.NewGuid(), Before = entry is null ? null : book.Read(entry) };
        if (!linesByNumber.TryAdd(key, planned))
        {
            planned.Refusal = "twice";
            return planned;
        }

        NumbersById.TryAdd(planned.Id, number);
        planned.After = Wanted(planned, out var fault);
        planned.Refusal = fault ?? (entry is not null && !book.IsSound(entry) ? "damaged" : null);
        return planned;
    }

    private static StaffInput? Wanted(PlannedLine planned, out string? fault)
    {
        var cells = planned.Line.Cells;
        string? Said(StaffField field, string? before) => cells.TryGetValue(field, out var text) ? text : before;
        var before = planned.Before;
        DateOnly? last = before?.EmployedTo;
        if (!StaffColumns.TryDay(cells[StaffField.EmployedFrom], out var first))
        {
            fault = "employed-from";
            return null;
        }

        if (cells.TryGetValue(StaffField.EmployedTo, out var end))
        {
            last = StaffColumns.TryDay(end, out var day) ? day : null;
            if (last is null && end.Length > 0)
            {
                fault = "employed-to";
                return null;
            }
        }

        var wanted = new StaffInput(cells[StaffField.Number], cells[StaffField.Name], cells[StaffField.Department], first)
        {
            Team = Said(StaffField.Team, before?.Team), Manager = before?.Manager, Profession = Said(StaffField.Profession, before?.Profession),
            Licence = Said(StaffField.Licence, before?.Licence), EmployedTo = last, Email = Said(StaffField.Email, before?.Email), Phone = Said(StaffField.Phone, before?.Phone),
        };
        fault = StaffInputRules.Instance.Validate(wanted).Errors.FirstOrDefault()?.ErrorCode;
        return fault is null ? wanted.Trimmed() : null;
    }

    // Whoever has a manager whose own line is refused, and who is not in the directory, is refused too: until nothing changes any more.
    private void Managers()
    {
        int refused;
        do
        {
            refused = 0;
            foreach (var planned in Lines.Where(one => one.Refusal is null && one.Line.Cells.ContainsKey(StaffField.Manager)))
            {
                var number = planned.Line.Cells[StaffField.Manager];
                var manager = number.Length == 0 ? null : IdOf(number);
                (planned.After, planned.Refusal) = (planned.After! with { Manager = manager }, number.Length > 0 && manager is null ? "manager" : null);
                refused += planned.Refusal is null ? 0 : 1;
            }
        }
        while (refused > 0);
    }

    private Guid? IdOf(string number)
    {
        var key = new Guid(book.NumberIndexOf(number));
        return linesByNumber.GetValueOrDefault(key) is { Refusal: null } planned ? planned.Id : byNumber.GetValueOrDefault(key)?.Id;
    }

    // A refused line leaves its person under the old manager, which may close another circle: until there is none.
    private void Circles()
    {
        bool isAny;
        do
        {
            var managers = new Dictionary<Guid, Guid?>(above);
            foreach (var planned in Lines.Where(one => one.Refusal is null))
            {
                managers[planned.Id] = planned.After!.Manager;
            }

            var inCircle = Lines.Where(one => one.Refusal is null && Reaches(managers, one.Id)).ToList();
            inCircle.ForEach(one => one.Refusal = "circle");
            isAny = inCircle.Count > 0;
            if (isAny)
            {
                Managers();
            }
        }
        while (isAny);
    }

    private static bool Reaches(Dictionary<Guid, Guid?> managers, Guid start)
    {
        var seen = new HashSet<Guid>();
        for (var at = managers.GetValueOrDefault(start); at is { } id && seen.Add(id); at = managers.GetValueOrDefault(id))
        {
            if (id == start)
            {
                return true;
            }
        }

        return false;
    }
}
