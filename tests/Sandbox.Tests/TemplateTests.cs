using System.Net;

namespace MailDispatcher.Sandbox.Tests;

public sealed class TemplateTests
{
    [Theory]
    [InlineData(7, "confirmation_to_mentor", "MENTOR_NAME MENTORED_NAME MENTORING_DATE MENTORING_HOUR MENTORED_ID")]
    [InlineData(9, "confirmation_to_mentored", "MENTOR_NAME MENTORED_NAME MENTORING_DATE MENTORING_HOUR MENTOR_ID")]
    [InlineData(10, "not_selected", "MENTOR_NAME MENTORED_NAME MENTORING_DATE MENTORING_HOUR")]
    [InlineData(11, "mentoring_cancelled", "MENTOR_NAME MENTORED_NAME MENTORING_DATE MENTORING_HOUR MENTOR_ID")]
    [InlineData(
        16,
        "mentor_of_mentored_leaving",
        "MENTOR_NAME MENTORED_NAME MENTORING_DATE MENTORING_HOUR MENTORING_DATE_LIMIT"
    )]
    public async Task Template_EachOfTheFive_IsActiveAndShowsItsParameters(int id, string name, string parameters)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var template = (await sandbox.GetAsync($"/v3/smtp/templates/{id}")).Json;
        Assert.Equal(
            (id, name, true),
            (
                template.GetProperty("id").GetInt32(),
                template.GetProperty("name").GetString(),
                template.GetProperty("isActive").GetBoolean()
            )
        );
        var values = parameters.Split(' ').ToDictionary(p => p, p => $"value of {p}");
        var preview = (
            await sandbox.PostAsync(
                "/v3/smtp/template/preview",
                System.Text.Json.JsonSerializer.Serialize(new { templateId = id, @params = values })
            )
        ).Json;
        var rendered = preview.GetProperty("subject").GetString() + preview.GetProperty("html").GetString();
        Assert.All(values.Values, value => Assert.Contains(value, rendered, StringComparison.Ordinal));
        Assert.DoesNotContain("{{", rendered, StringComparison.Ordinal);
        Assert.Equal("mentoria@example.com", preview.GetProperty("fromEmail").GetString());
        Assert.Equal(0, sandbox.State.Mails.Count);
    }

    [Fact]
    public async Task Template_WithALoop_ShowsEachOfAList()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var html = await PreviewAsync(
            """{"COALESCED":[{"MENTOR_NAME":"Ana <i>"},{"MENTOR_NAME":"{{params.MENTOR_NAME}}"}],"MENTOR_NAME":"Rui"}"""
        );
        Assert.Equal(2, html.Split("Nem para").Length - 1);
        Assert.Contains("<strong>Ana &lt;i&gt;</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>{{params.MENTOR_NAME}}</strong>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Nem para", await PreviewAsync("""{"MENTOR_NAME":"Rui"}"""), StringComparison.Ordinal);

        async Task<string> PreviewAsync(string parameters) =>
            (await sandbox.PostAsync("/v3/smtp/template/preview", $$"""{"templateId":10,"params":{{parameters}}}"""))
                .Json.GetProperty("html")
                .GetString()!;
    }

    [Fact]
    public async Task Template_One_HasAllFieldsOfThePublishedSchema()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var template = (await sandbox.GetAsync("/v3/smtp/templates/7")).Json;
        Assert.Equal(
            [
                "createdAt",
                "doiTemplate",
                "htmlContent",
                "id",
                "isActive",
                "modifiedAt",
                "name",
                "replyTo",
                "sender",
                "subject",
                "tag",
                "testSent",
                "toField",
            ],
            template.EnumerateObject().Select(p => p.Name).Order()
        );
        Assert.Equal(
            """{"name":"Mentoria","email":"mentoria@example.com","id":"1"}""",
            template.GetProperty("sender").GetRawText()
        );
    }

    [Fact]
    public async Task Templates_List_IsFilteredSortedAndPaged()
    {
        await using var sandbox = await RunningSandbox.StartAsync(
            new() { ExtraTemplates = [20], InactiveTemplates = [9] }
        );
        Assert.Equal([20L, 16, 11, 10, 9, 7], await IdsAsync(sandbox, ""));
        Assert.Equal([7L, 10, 11, 16, 20], await IdsAsync(sandbox, "?templateStatus=true&sort=asc"));
        Assert.Equal([9L], await IdsAsync(sandbox, "?templateStatus=false"));
        Assert.Equal([11L, 10], await IdsAsync(sandbox, "?limit=2&offset=2"));
        Assert.Equal(
            (400, "invalid_parameter", "templateStatus is not valid"),
            (await sandbox.GetAsync("/v3/smtp/templates?templateStatus=1")).Error
        );
    }

    [Fact]
    public async Task Template_Unknown_IsNotFound()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var notFound = (404, (string?)"document_not_found", (string?)"Template ID not found");
        Assert.Equal(notFound, (await sandbox.GetAsync("/v3/smtp/templates/8")).Error);
        Assert.Equal(notFound, (await sandbox.CallAsync(HttpMethod.Put, "/v3/smtp/templates/8", "{}")).Error);
        Assert.Equal(
            notFound,
            (await sandbox.PostAsync("/v3/smtp/template/preview", """{"templateId":8,"params":{}}""")).Error
        );
        Assert.Equal(
            (400, "invalid_parameter", "Invalid template id"),
            (await sandbox.GetAsync("/v3/smtp/templates/seven")).Error
        );
    }

    [Fact]
    public async Task Template_ChangedOverTheApi_IsSentChanged()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.SendAsync();
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await sandbox.PutAsync("/v3/smtp/templates/7", new { subject = "Olá, %MENTOR_NAME%" })).Status
        );
        await sandbox.SendAsync();
        Assert.Equal(
            ["Mentoria confirmada com Bia em 22/11/2026", "Olá, %MENTOR_NAME%"],
            sandbox.State.Mails.Snapshot().Select(m => m.Subject)
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await sandbox.PutAsync("/v3/smtp/templates/7", new { isActive = false })).Status
        );
        Assert.Equal((400, "invalid_parameter", "Template is not active"), (await sandbox.SendAsync()).Error);
    }

    [Fact]
    public async Task Template_Created_HasTheNextNumber()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var created = await sandbox.PostAsync(
            "/v3/smtp/templates",
            """{"templateName":"own","subject":"Oi","htmlContent":"<p>Olá, {{params.A}}</p>","sender":{"id":1},"isActive":true}"""
        );
        Assert.Equal((HttpStatusCode.Created, """{"id":17}"""), (created.Status, created.Text));
        Assert.Equal(HttpStatusCode.Created, (await sandbox.SendAsync(("templateId", 17))).Status);
        Assert.Equal(
            (400, "missing_parameter", "subject is missing"),
            (await sandbox.PostAsync("/v3/smtp/templates", """{"templateName":"own","sender":{}}""")).Error
        );
        Assert.Equal(
            (400, "invalid_parameter", "Invalid isActive"),
            (await sandbox.PutAsync("/v3/smtp/templates/17", new { isActive = "yes" })).Error
        );
        Assert.Equal(
            (400, "invalid_parameter", "active is not a known parameter"),
            (await sandbox.PutAsync("/v3/smtp/templates/17", new { active = true })).Error
        );
        Assert.Equal(
            (400, "invalid_parameter", "htmlContent must have more than 10 characters"),
            (await sandbox.PutAsync("/v3/smtp/templates/17", new { htmlContent = "x" })).Error
        );
    }

    [Theory]
    [InlineData("""{"params":{}}""", "missing_parameter", "templateId is missing")]
    [InlineData("""{"templateId":"7","params":{}}""", "invalid_parameter", "Invalid template id")]
    [InlineData("""{"templateId":7}""", "missing_parameter", "params or email is missing")]
    [InlineData("""{"templateId":7,"params":"x"}""", "invalid_parameter", "Invalid params")]
    public async Task Preview_BadRequest_IsRefused(string body, string code, string message)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        Assert.Equal((400, code, message), (await sandbox.PostAsync("/v3/smtp/template/preview", body)).Error);
    }

    private static async Task<IEnumerable<long>> IdsAsync(RunningSandbox sandbox, string query) =>
        (await sandbox.GetAsync("/v3/smtp/templates" + query))
            .Json.GetProperty("templates")
            .EnumerateArray()
            .Select(t => t.GetProperty("id").GetInt64());
}
